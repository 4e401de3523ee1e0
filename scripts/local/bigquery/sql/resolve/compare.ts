import { fieldName } from '../../duckdb-type.ts';
import { formatType, type GoogleType } from '../../google-type.ts';
import { coerce } from './coerce.ts';
import type { Context } from './context.ts';
import { supertype } from './supertype.ts';
import { computed, type Value } from './value.ts';

/** NaN equals nothing and is neither less nor greater; DuckDB takes it for the greatest number. */
function compareFloats(operator: string, a: string, b: string): string {
  const isNan = `(isnan(${a}) AND ${b} IS NOT NULL) OR (isnan(${b}) AND ${a} IS NOT NULL)`;
  return `CASE WHEN ${isNan} THEN ${operator === '!='} ELSE ${a} ${operator} ${b} END`;
}

function fieldsOf(sql: string, type: GoogleType): { sql: string; type: GoogleType }[] {
  if (type.kind !== 'STRUCT') return [];
  return type.fields.map((field, index) => ({
    sql: `struct_extract(${sql}, '${fieldName(field.name, index).replaceAll("'", "''")}')`,
    type: field.type,
  }));
}

/** Compares two expressions of one type. Structs are equal field by field, and unknown with a NULL in them. */
export function compareSql(
  operator: string,
  a: string,
  b: string,
  type: GoogleType,
): string | null {
  if (type.kind === 'FLOAT64') return `(${compareFloats(operator, a, b)})`;
  if (type.kind === 'STRUCT') {
    if (operator !== '=' && operator !== '!=') return null;
    const others = fieldsOf(b, type);
    const pairs = fieldsOf(a, type).map((field, index) =>
      compareSql('=', field.sql, others[index]?.sql ?? '', field.type),
    );
    if (pairs.includes(null) || pairs.length === 0) return null;
    return operator === '=' ? `(${pairs.join(' AND ')})` : `(NOT (${pairs.join(' AND ')}))`;
  }
  if (type.kind === 'ARRAY' || type.kind === 'JSON') return null;
  return `(${a} ${operator} ${b})`;
}

function refuse(operator: string, values: readonly Value[], at: number, context: Context) {
  const types = values.map(({ type, untyped }) => (untyped ? 'NULL' : formatType(type)));
  const message = `No matching signature for operator ${operator} for argument types: ${types.join(', ')}`;
  return context.error(at, message);
}

/** = != < <= > >= of two values of types that meet. */
export function compare(
  operator: string,
  [left, right]: readonly [Value, Value],
  at: number,
  context: Context,
): Value {
  const type = supertype([left, right]);
  const a = type === null ? null : coerce(left, type);
  const b = type === null ? null : coerce(right, type);
  const sql = type === null || a === null || b === null ? null : compareSql(operator, a, b, type);
  if (sql !== null) return computed(sql, 'BOOL');
  if (type === null) throw refuse(operator, [left, right], at, context);
  if (type.kind === 'ARRAY' || type.kind === 'STRUCT') {
    throw context.unsupported(at, `The operator ${operator} for ${formatType(type)}`);
  }
  const relation = operator === '=' || operator === '!=' ? 'Equality' : 'Less than';
  throw context.error(at, `${relation} is not defined for arguments of type ${formatType(type)}`);
}

/** Brings values to their common type, or refuses them in the name of an operator or function. */
export function unify(
  what: string,
  values: readonly Value[],
  at: number,
  context: Context,
): { readonly sqls: readonly string[]; readonly type: GoogleType } {
  const type = supertype(values);
  if (type === null) {
    const types = values.map((value) => (value.untyped ? 'NULL' : formatType(value.type)));
    const message = `No matching signature for ${what} for argument types: ${types.join(', ')}`;
    throw context.error(at, message);
  }
  return { sqls: values.map((value) => coerce(value, type) ?? value.sql), type };
}

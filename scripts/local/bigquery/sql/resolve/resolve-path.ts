import { fieldName, quoteName } from '../../duckdb-type.ts';
import { formatType } from '../../google-type.ts';
import { currentMoment } from '../functions/current-moment.ts';
import type { MomentType } from '../functions/date-part.ts';
import type { FieldAccess, Name, Path } from '../syntax/expression.ts';
import type { Context } from './context.ts';
import { lookUp } from './look-up.ts';
import { sameName } from './scope.ts';
import { computed, type Value } from './value.ts';

/** A field of a struct, or a member of a JSON object. */
export function accessField(base: Value, field: Name, context: Context): Value {
  const { type } = base;
  if (type.kind === 'JSON') {
    const sql = `gs_json_member(${base.sql}, '${field.text.replaceAll("'", "''")}')`;
    return computed(`CAST(${sql} AS JSON)`, 'JSON');
  }
  if (type.kind !== 'STRUCT') {
    const message = `Cannot access field ${field.text} on a value with type ${formatType(type)}`;
    throw context.error(field.at, message);
  }
  const found = type.fields.flatMap((one, index) =>
    one.name !== null && sameName(one.name, field.text) ? [{ ...one, index }] : [],
  );
  const [only] = found;
  if (only === undefined) {
    const message = `Field name ${field.text} does not exist in ${formatType(type)}`;
    throw context.error(field.at, message);
  }
  if (found.length > 1) throw context.error(field.at, `Field name ${field.text} is ambiguous`);
  const part = base.parts?.[only.index];
  if (part !== undefined) return part;
  const sql = `struct_extract(${base.sql}, '${fieldName(only.name, only.index).replaceAll("'", "''")}')`;
  return { ...computed(sql, only.type), simple: base.simple };
}

export function resolvePath({ names, at }: Path, context: Context): Value {
  const found = lookUp(names, context);
  if (found === null && names.length === 1) {
    const moment = /^CURRENT_(DATE|TIME|DATETIME|TIMESTAMP)$/i.exec(names[0]?.text ?? '');
    if (moment !== null) return currentMoment(moment[1]?.toUpperCase() as MomentType);
  }
  if (found === null) {
    throw context.error(at, `Unrecognized name: ${names[0]?.text ?? ''}`);
  }
  return names
    .slice(found.taken)
    .reduce((base, name) => accessField(base, name, context), found.value);
}

export const resolveField = ({ base, field }: FieldAccess, context: Context): Value =>
  accessField(context.expression(base), field, context);

export const columnSql = (alias: string, name: string) => `${alias}.${quoteName(name)}`;

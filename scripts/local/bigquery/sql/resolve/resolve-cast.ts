import { fieldName, quoteName } from '../../duckdb-type.ts';
import { formatType, type GoogleType, isSameType } from '../../google-type.ts';
import type { Cast } from '../syntax/expression.ts';
import { castScalar } from './cast-scalar.ts';
import { coerce } from './coerce.ts';
import type { Context } from './context.ts';
import { literalSql } from './literal-sql.ts';
import { columnValue, computed, type Value } from './value.ts';

/** The SQL of a cast, or null where one type is not cast to the other. */
function castTo(sql: string, from: GoogleType, to: GoogleType, isSafe: boolean): string | null {
  if (isSameType(from, to)) return sql;
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') {
    const element = castTo('e', from.element, to.element, isSafe);
    return element === null ? null : `list_transform(${sql}, lambda e: ${element})`;
  }
  if (from.kind === 'STRUCT' && to.kind === 'STRUCT') {
    if (from.fields.length !== to.fields.length) return null;
    const fields = to.fields.map((field, index) => {
      const source = from.fields[index];
      const key = fieldName(source?.name ?? null, index).replaceAll("'", "''");
      const inner = castTo(
        `struct_extract(${sql}, '${key}')`,
        source?.type ?? to,
        field.type,
        isSafe,
      );
      return inner === null ? null : `${quoteName(fieldName(field.name, index))} := ${inner}`;
    });
    if (fields.includes(null)) return null;
    return `CASE WHEN ${sql} IS NULL THEN NULL ELSE struct_pack(${fields.join(', ')}) END`;
  }
  if (from.kind === 'ARRAY' || from.kind === 'STRUCT') return null;
  if (to.kind === 'ARRAY' || to.kind === 'STRUCT') return null;
  return castScalar(sql, from.kind, to.kind, isSafe);
}

/** A literal that is cast is checked at once. */
function castLiteral({ literal }: Value, { type, at, safe }: Cast, context: Context): Value | null {
  const isDecimal = literal?.type === 'FLOAT64' && type.kind === 'NUMERIC';
  if (
    literal === null ||
    (literal.type !== 'STRING' && !isDecimal) ||
    type.kind === 'ARRAY' ||
    type.kind === 'STRUCT'
  )
    return null;
  if (!/^(DATE|DATETIME|TIME|TIMESTAMP|NUMERIC)$/.test(type.kind)) return null;
  const sql = literalSql({ type: type.kind, text: literal.text });
  if (sql !== null) return columnValue(sql, type);
  if (safe) return null;
  throw context.error(at, `Could not cast literal "${literal.text}" to type ${type.kind}`);
}

export function resolveCast(node: Cast, context: Context): Value {
  const value = context.expression(node.value);
  const { type } = node;
  const constant = castLiteral(value, node, context);
  if (constant !== null) return constant;
  if (
    node.safe &&
    (type.kind === 'ARRAY' || type.kind === 'STRUCT') &&
    !isSameType(value.type, type)
  ) {
    throw context.unsupported(node.at, `SAFE_CAST to ${formatType(type)}`);
  }
  const untyped = value.untyped ? coerce(value, type) : null;
  const sql = untyped ?? castTo(value.sql, value.type, type, node.safe);
  if (sql === null) {
    const message = `Invalid cast from ${formatType(value.type)} to ${formatType(type)}`;
    throw context.error(node.at, message);
  }
  return computed(sql, type);
}

/** Casts to STRING, as CONCAT does by itself. */
export const castToText = (value: Value): string | null =>
  value.untyped
    ? coerce(value, { kind: 'STRING' })
    : castTo(value.sql, value.type, { kind: 'STRING' }, false);

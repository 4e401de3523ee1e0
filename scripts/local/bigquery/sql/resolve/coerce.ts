import { fieldName, quoteName } from '../../duckdb-type.ts';
import {
  type GoogleType,
  isSameType,
  type ScalarName,
  type StructType,
} from '../../google-type.ts';
import { castScalar } from './cast-scalar.ts';
import { literalSql } from './literal-sql.ts';
import { castSql, type Value } from './value.ts';

const widening: Readonly<Partial<Record<ScalarName, readonly ScalarName[]>>> = {
  INT64: ['NUMERIC', 'BIGNUMERIC', 'FLOAT64'],
  NUMERIC: ['BIGNUMERIC', 'FLOAT64'],
  BIGNUMERIC: ['FLOAT64'],
  DATE: ['DATETIME'],
};
const fromText: readonly ScalarName[] = ['DATE', 'DATETIME', 'TIME', 'TIMESTAMP'];

function coerceScalar(value: Value, from: ScalarName, to: ScalarName): string | null {
  const { literal } = value;
  if (literal !== null && literal.type === 'STRING' && fromText.includes(to)) {
    return literalSql({ type: to, text: literal.text });
  }
  if (literal !== null && literal.type === 'FLOAT64' && to === 'NUMERIC') {
    return literalSql({ type: to, text: literal.text });
  }
  const isText = from === 'STRING' && value.isParameter && fromText.includes(to);
  const isWider = widening[from]?.includes(to) === true;
  return isText || isWider ? castScalar(value.sql, from, to) : null;
}

function coerceParts(value: Value, target: StructType): string | null {
  const { type, parts } = value;
  if (type.kind !== 'STRUCT' || type.fields.length !== target.fields.length) return null;
  const given = parts ?? type.fields.map((field, index) => fieldOf(value, field.name, index));
  const fields = target.fields.map((field, index) => {
    const part = given[index];
    const sql = part === undefined ? null : coerce(part, field.type);
    return sql === null ? null : `${quoteName(fieldName(field.name, index))} := ${sql}`;
  });
  if (fields.includes(null)) return null;
  const packed = `struct_pack(${fields.join(', ')})`;
  return parts === null ? `CASE WHEN ${value.sql} IS NULL THEN NULL ELSE ${packed} END` : packed;
}

function fieldOf(value: Value, name: string | null, index: number): Value {
  const { type } = value;
  const field = type.kind === 'STRUCT' ? type.fields[index] : undefined;
  const key = fieldName(name, index).replaceAll("'", "''");
  return {
    ...value,
    sql: `struct_extract(${value.sql}, '${key}')`,
    type: field?.type ?? type,
    parts: null,
    literal: null,
    untyped: false,
  };
}

/** The SQL of a value as another type, where GoogleSQL converts by itself; otherwise null. */
export function coerce(value: Value, target: GoogleType): string | null {
  const { type } = value;
  if (value.untyped) {
    const fits = type.kind !== 'ARRAY' || target.kind === 'ARRAY';
    if (!fits) return null;
    return castSql(type.kind === 'ARRAY' ? '[]' : 'NULL', target);
  }
  if (isSameType(type, target) && value.parts === null) return value.sql;
  if (type.kind === 'ARRAY' && target.kind === 'ARRAY') {
    if (isSameType(type, target)) return value.sql;
    const items = value.parts?.map((part) => coerce(part, target.element));
    return items === undefined || items.includes(null)
      ? null
      : castSql(`[${items.join(', ')}]`, target);
  }
  if (type.kind === 'STRUCT' && target.kind === 'STRUCT') {
    return isSameType(type, target) ? value.sql : coerceParts(value, target);
  }
  if (type.kind === 'ARRAY' || type.kind === 'STRUCT') return null;
  if (target.kind === 'ARRAY' || target.kind === 'STRUCT') return null;
  return coerceScalar(value, type.kind, target.kind);
}

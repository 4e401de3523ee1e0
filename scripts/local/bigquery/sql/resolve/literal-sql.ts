import { quoteText } from '../../duckdb-type.ts';
import type { ScalarName } from '../../google-type.ts';
import { normaliseJson } from '../runtime/json-text.ts';
import {
  readBool,
  readDate,
  readDatetime,
  readTime,
  readTimestamp,
} from '../runtime/read-moments.ts';
import { readFloat, readInteger, readNumeric } from '../runtime/read-numbers.ts';
import { castSql, scalarType } from './value.ts';

/** A character that ends a C string has to be put together. */
const textSql = (text: string) =>
  text.includes('\0')
    ? `(${text.split('\0').map(quoteText).join(' || chr(0) || ')})`
    : quoteText(text);

/** A float always has an exponent, without which DuckDB would read a decimal. */
function floatSql(value: number): string {
  if (!Number.isFinite(value)) return `CAST('${value}' AS DOUBLE)`;
  const text = value.toExponential();
  return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0e0' : text})` : text;
}

const readers: Readonly<Record<ScalarName, (text: string) => string>> = {
  INT64: (text) => castSql(quoteText(String(readInteger(text))), scalarType('INT64')),
  FLOAT64: (text) => floatSql(readFloat(text)),
  NUMERIC: (text) => castSql(quoteText(readNumeric(text)), scalarType('NUMERIC')),
  BIGNUMERIC: () => {
    throw new Error('BIGNUMERIC is refused before.');
  },
  BOOL: (text) => String(readBool(text)),
  STRING: textSql,
  BYTES: (text) => `unhex('${text}')`,
  DATE: (text) => castSql(quoteText(readDate(text)), scalarType('DATE')),
  DATETIME: (text) => castSql(quoteText(readDatetime(text)), scalarType('DATETIME')),
  TIME: (text) => castSql(quoteText(readTime(text)), scalarType('TIME')),
  TIMESTAMP: (text) => castSql(quoteText(readTimestamp(text)), scalarType('TIMESTAMP')),
  JSON: (text) => castSql(textSql(normaliseJson(text)), scalarType('JSON')),
};

/** The SQL of a literal, or null where its text is none of the type. */
export function literalSql({ type, text }: { type: ScalarName; text: string }): string | null {
  try {
    return readers[type](text);
  } catch {
    return null;
  }
}

import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { ScalarName } from '../google-type.ts';
import { decimalReaches, formatDecimal, parseDecimal } from './decimal.ts';
import { parseDate, parseDatetime, parseTime, parseTimestamp } from './parse-moment.ts';

const leastInt = -(2n ** 63n);
const mostInt = 2n ** 63n - 1n;
const floatPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const base64Pattern =
  /^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2}(?:==)?|[A-Za-z0-9+/_-]{3}=?)?$/;
const words: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-infinity': -Infinity,
};

function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?\d{1,19}$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return value >= leastInt && value <= mostInt ? value : undefined;
}

function parseFloat64(text: string): number | undefined {
  const word = words[text.toLowerCase()];
  if (word !== undefined) return word;
  return floatPattern.test(text) ? Number(text) : undefined;
}

function parseNumeric(text: string): DuckDBDecimalValue | undefined {
  const units = parseDecimal(text, decimalReaches.NUMERIC);
  return units === undefined ? undefined : new DuckDBDecimalValue(units, 38, 9);
}

function parseBignumeric(text: string): string | undefined {
  const { BIGNUMERIC: reach } = decimalReaches;
  const units = parseDecimal(text, reach);
  return units === undefined ? undefined : formatDecimal(units, reach.scale);
}

function parseBool(text: string): boolean | undefined {
  if (/^(true|t|yes|y|1)$/i.test(text)) return true;
  return /^(false|f|no|n|0)$/i.test(text) ? false : undefined;
}

/** JSON as BigQuery keeps it: without the white space. */
function parseJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const orUndefined = <T, V>(value: T | null, make: (value: T) => V) =>
  value === null ? undefined : make(value);

const parsers: Readonly<Record<ScalarName, (text: string) => DuckDBValue | undefined>> = {
  INT64: parseInt64,
  FLOAT64: parseFloat64,
  NUMERIC: parseNumeric,
  BIGNUMERIC: parseBignumeric,
  BOOL: parseBool,
  STRING: (text) => text,
  BYTES: (text) =>
    base64Pattern.test(text) ? new DuckDBBlobValue(Buffer.from(text, 'base64')) : undefined,
  DATE: (text) => orUndefined(parseDate(text), (days) => new DuckDBDateValue(days)),
  TIME: (text) => orUndefined(parseTime(text), (micros) => new DuckDBTimeValue(micros)),
  DATETIME: (text) =>
    orUndefined(parseDatetime(text), (micros) => new DuckDBTimestampValue(micros)),
  TIMESTAMP: (text) =>
    orUndefined(parseTimestamp(text), (micros) => new DuckDBTimestampTZValue(micros)),
  JSON: parseJson,
};

/** The value that a text stands for in parameters, rows and files; undefined when it stands for none. */
export const parseScalar = (text: string, kind: ScalarName): DuckDBValue | undefined =>
  parsers[kind](text);

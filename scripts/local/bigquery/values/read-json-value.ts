import {
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { fieldName } from '../duckdb-type.ts';
import type { GoogleType, ScalarName, StructType } from '../google-type.ts';
import { parseScalar } from './parse-scalar.ts';

/** What is wrong with a value, in BigQuery's words, and with which field. */
export class ValueFault extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.name = 'ValueFault';
    this.field = field;
  }
}

/** How rows in JSON are read. */
export interface JsonReading {
  /** A value for a JSON column is a text that holds JSON, as in tabledata.insertAll. */
  readonly jsonAsText: boolean;
  /** Fields that the schema doesn't have are passed over. */
  readonly ignoreUnknown: boolean;
}

const typeWords: Partial<Record<ScalarName, string>> = {
  INT64: 'integer',
  FLOAT64: 'double',
  BOOL: 'bool',
};

/** A number of seconds since 1970, as a timestamp. */
export const timestampOfSeconds = (seconds: number) =>
  new DuckDBTimestampTZValue(BigInt(Math.round(seconds * 1_000_000)));

function readScalar(
  value: unknown,
  kind: ScalarName,
  field: string,
  { jsonAsText }: JsonReading,
): DuckDBValue {
  if (kind === 'JSON' && !jsonAsText) return JSON.stringify(value);
  if (Array.isArray(value)) throw new ValueFault(field, 'Array specified for non-repeated field.');
  if (typeof value === 'object') throw new ValueFault(field, 'This field is not a record.');
  if (kind === 'TIMESTAMP' && typeof value === 'number') return timestampOfSeconds(value);
  const text = String(value);
  const parsed = parseScalar(kind === 'STRING' ? text : text.trim(), kind);
  if (parsed !== undefined) return parsed;
  const word = typeWords[kind] ?? kind.toLowerCase();
  throw new ValueFault(field, `Cannot convert value to ${word} (bad value): ${text}`);
}

/** The members of an object by the names of fields, whose case doesn't matter. */
export function matchFields(
  value: object,
  names: readonly string[],
  path: string,
  { ignoreUnknown }: JsonReading,
): unknown[] {
  const places = new Map(names.map((name, index) => [name.toLowerCase(), index]));
  const matched: unknown[] = names.map(() => undefined);
  for (const [name, member] of Object.entries(value)) {
    const place = places.get(name.toLowerCase());
    if (place !== undefined) matched[place] = member;
    else if (!ignoreUnknown) throw new ValueFault(path + name, `no such field: ${path}${name}.`);
  }
  return matched;
}

function readStruct(value: unknown, type: StructType, path: string, reading: JsonReading) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ValueFault(path, 'This field is not a record.');
  }
  const names = type.fields.map(({ name }, index) => fieldName(name, index));
  const members = matchFields(value, names, `${path}.`, reading);
  const entries = type.fields.map((field, index) => {
    const name = names[index] ?? '';
    return [name, readJsonValue(members[index], field.type, `${path}.${name}`, reading)] as const;
  });
  return new DuckDBStructValue(Object.fromEntries(entries));
}

/** The value of a field as JSON brings it; nothing, for a repeated field, is an empty list. Throws a ValueFault. */
export function readJsonValue(
  value: unknown,
  type: GoogleType,
  path: string,
  reading: JsonReading,
): DuckDBValue {
  if (type.kind === 'ARRAY') {
    if (value === null || value === undefined) return new DuckDBListValue([]);
    if (!Array.isArray(value))
      throw new ValueFault(path, 'Field is repeated, but no array was given.');
    return new DuckDBListValue(
      value.map((item) => {
        if (item === null) throw new ValueFault(path, 'Only optional fields can be set to NULL.');
        return readJsonValue(item, type.element, path, reading);
      }),
    );
  }
  if (value === null || value === undefined) return null;
  return type.kind === 'STRUCT'
    ? readStruct(value, type, path, reading)
    : readScalar(value, type.kind, path, reading);
}

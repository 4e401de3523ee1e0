import type { Readable } from 'node:stream';
import { invalid } from '../api-error.ts';
import type { FieldResource } from '../catalogue/schema.ts';
import { detectType, nullable, toColumnName } from './detect-type.ts';
import { parseLines } from './read-json-lines.ts';

const sampleRows = 500;

function scalarTypeOf(values: readonly unknown[], name: string): string {
  if (values.every((value) => typeof value === 'boolean')) return 'BOOL';
  if (values.every((value) => typeof value === 'number')) {
    return values.every((value) => Number.isSafeInteger(value)) ? 'INT64' : 'FLOAT64';
  }
  if (values.some((value) => typeof value === 'object')) {
    throw invalid(`The values of field ${name} are of different kinds; give a schema`);
  }
  return detectType(values.map(String));
}

const isRecord = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The field that values are of; undefined where none of them says anything. */
function detectField(name: string, values: readonly unknown[]): FieldResource[] {
  const given = values.filter((value) => value !== null && value !== undefined);
  if (given.length === 0) return [];
  if (given.every(Array.isArray)) {
    return detectField(name, given.flat()).map((field) => ({
      ...field,
      mode: 'REPEATED' as const,
    }));
  }
  if (!given.every(isRecord)) return [nullable(name, scalarTypeOf(given, name))];
  const fields = detectFields(given as object[]);
  return fields.length === 0 ? [] : [{ ...nullable(name, 'RECORD'), fields }];
}

function detectFields(rows: readonly object[]): FieldResource[] {
  const members = new Map<string, unknown[]>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      const values = members.get(name);
      if (values === undefined) members.set(name, [value]);
      else values.push(value);
    }
  }
  return [...members].flatMap(([name, values], index) =>
    detectField(toColumnName(name, index), values),
  );
}

/** Guesses the columns of a file of newline-delimited JSON from its first rows. */
export async function detectJson(bytes: Readable): Promise<FieldResource[]> {
  const rows: object[] = [];
  for await (const line of parseLines(bytes)) {
    if ('json' in line && isRecord(line.json)) rows.push(line.json as object);
    if (rows.length === sampleRows) break;
  }
  return detectFields(rows);
}

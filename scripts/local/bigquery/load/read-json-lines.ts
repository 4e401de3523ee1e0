import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Column } from '../google-type.ts';
import { readJsonRow } from '../values/read-json-row.ts';
import { ValueFault } from '../values/read-json-value.ts';
import type { LoadedRecord } from './loaded-record.ts';

/** The lines of a file as JSON; for a line that is none, the fault. Empty lines are passed over. */
export async function* parseLines(
  bytes: Readable,
): AsyncIterable<{ readonly json: unknown } | { readonly fault: string }> {
  for await (const line of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    try {
      yield { json: JSON.parse(line) };
    } catch (error) {
      yield { fault: `JSON parsing error: ${error instanceof Error ? error.message : error}` };
    }
  }
}

function toRecord(json: unknown, columns: readonly Column[], ignoreUnknown: boolean): LoadedRecord {
  try {
    return { values: readJsonRow(json, columns, { jsonAsText: false, ignoreUnknown }) };
  } catch (error) {
    if (error instanceof ValueFault) {
      return { fault: `JSON parsing error for field ${error.field}: ${error.message}` };
    }
    throw error;
  }
}

/** The records of a file of newline-delimited JSON. */
export async function* readJsonLines(
  bytes: Readable,
  columns: readonly Column[],
  ignoreUnknown: boolean,
): AsyncIterable<LoadedRecord> {
  for await (const line of parseLines(bytes)) {
    yield 'fault' in line ? line : toRecord(line.json, columns, ignoreUnknown);
  }
}

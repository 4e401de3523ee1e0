import type { DuckDBValue } from '@duckdb/node-api';
import type { Column } from '../google-type.ts';
import { type JsonReading, matchFields, readJsonValue, ValueFault } from './read-json-value.ts';

/** A row's values for columns; undefined where the row says nothing of one. Throws a ValueFault. */
export function readJsonRow(
  row: unknown,
  columns: readonly Column[],
  reading: JsonReading,
): (DuckDBValue | undefined)[] {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new ValueFault('', 'The row is not a JSON object.');
  }
  const names = columns.map(({ name }) => name);
  const members = matchFields(row, names, '', reading);
  return columns.map(({ name, type }, index) => {
    const member = members[index];
    return member === undefined ? undefined : readJsonValue(member, type, name, reading);
  });
}

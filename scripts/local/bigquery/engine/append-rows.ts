import {
  type DuckDBAppender,
  DuckDBListValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Column } from '../google-type.ts';
import { schemaName, type TableName, tableName } from '../table-name.ts';
import { bindingType } from './bound.ts';
import type { Session } from './session.ts';

/** Values in the order of a table's columns; undefined where a row says nothing of a column. */
export type NewRow = readonly (DuckDBValue | undefined)[];

/** Says which required column a row leaves empty; undefined for a row that may be added. */
export function findMissing(row: NewRow, columns: readonly Column[]): string | undefined {
  return columns.find(({ required }, index) => required && (row[index] ?? null) === null)?.name;
}

function appendRow(
  appender: DuckDBAppender,
  row: NewRow,
  columns: readonly Column[],
  types: readonly DuckDBType[],
) {
  for (const [index, { type }] of columns.entries()) {
    const value = row[index] ?? null;
    if (value !== null) appender.appendValue(value, types[index]);
    else if (type.kind === 'ARRAY') appender.appendValue(new DuckDBListValue([]), types[index]);
    else appender.appendNull();
  }
  appender.endRow();
}

/** Adds rows to a table, in the session's transaction, and answers how many they were. */
export function appendRows(
  session: Session,
  name: TableName,
  columns: readonly Column[],
  rows: AsyncIterable<NewRow>,
): Promise<number> {
  const types = columns.map(({ type }) => bindingType(type));
  return session.append(schemaName(name), tableName(name), async (appender) => {
    let count = 0;
    for await (const row of rows) {
      appendRow(appender, row, columns, types);
      count += 1;
    }
    return count;
  });
}

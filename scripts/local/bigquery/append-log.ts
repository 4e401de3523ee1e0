import { quoteText } from './duckdb-type.ts';
import { relationOf, type TableName } from './table-name.ts';

/**
 * For each job that added rows to a table: the rowid of its first row, and when it committed, later
 * than any job before. Rowids count the rows of a table from which nothing was ever removed.
 */
export const appendLog = '"$cutover"."append"';

/**
 * What APPENDS(TABLE name, NULL, NULL) stands for, as a DuckDB query: the table's columns,
 * `_CHANGE_TYPE` and `_CHANGE_TIMESTAMP`. It holds for tables whose rows were never updated or
 * deleted: others are refused before it runs.
 */
export function appendsOf(name: TableName): string {
  const relation = relationOf(name);
  return `SELECT r.*, 'INSERT' AS "_CHANGE_TYPE", l.committed AS "_CHANGE_TIMESTAMP" FROM ${relation} AS r ASOF JOIN (SELECT first_row, committed FROM ${appendLog} WHERE relation = ${quoteText(relation)}) AS l ON r.rowid >= l.first_row`;
}

import type { CatalogueTable } from '../catalogue/stored.ts';
import { quoteName } from '../duckdb-type.ts';
import type { Database } from '../engine/database.ts';
import type { Column } from '../google-type.ts';
import { relationOf } from '../table-name.ts';
import { toWireValue } from '../values/wire-value.ts';
import type { StoredResult, WireRow } from './stored-result.ts';

/** So many rows are asked for at once. */
const portion = 2000;

/** The rows of a table from `first` on, in the order in which they were added. */
export function readTableRows(
  database: Database,
  { name, rowCount }: Pick<CatalogueTable, 'name' | 'rowCount'>,
  columns: readonly Column[],
  first = 0,
): StoredResult {
  const names = columns.map((column) => quoteName(column.name)).join(', ');

  const readPortion = (from: number): Promise<WireRow[]> =>
    database.read(async (session) => {
      const sql = `SELECT ${names} FROM ${relationOf(name)} LIMIT ${portion} OFFSET ${first + from}`;
      const rows = await session.all(sql);
      return rows.map((row) =>
        columns.map(({ type }, index) => toWireValue(row[index] ?? null, type)),
      );
    });

  async function* rows(from: number) {
    for (let at = from; ; at += portion) {
      const read = await readPortion(at);
      yield* read;
      if (read.length < portion) return;
    }
  }

  const count = Math.max(0, rowCount - first);
  return { columns, rowCount: count, heldBytes: 0, rows, remove: async () => undefined };
}

import type { Pool } from 'mysql2/promise';
import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import { RowBuffer } from '../../../shared/src/domain/packing/row-buffer.ts';
import type { Replacement } from '../../../shared/src/domain/restore/ports.ts';

export type Cells = readonly (string | null)[];

/** All rows of a table anew, given as cells in the order of its columns, or of those that are named. */
export async function replacementOf(
  pool: Pool,
  table: string,
  rows: readonly Cells[],
  options: Partial<Replacement> & { likeTable?: string; only?: readonly string[] } = {},
): Promise<Replacement> {
  const { likeTable = table, only, ...rest } = options;
  const contract = await describeTable(pool, likeTable);
  const columns = contract.columns.filter(({ name }) => only?.includes(name) ?? true);
  return {
    table,
    columns,
    async *rows() {
      for (const row of rows) {
        const buffer = new RowBuffer();
        buffer.appendRow(row);
        yield { bytes: buffer.written(), count: 1 };
      }
    },
    ...rest,
  };
}

import type { RowDataPacket } from 'mysql2';
import type { Pool } from 'mysql2/promise';
import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import { mysqlTableReplacer } from '../../../shared/src/adapters/mysql/restore/mysql-table-replacer.ts';
import { RowBuffer } from '../../../shared/src/domain/packing/row-buffer.ts';
import type { Replacement } from '../../../shared/src/domain/restore/ports.ts';
import { createTestDatabase } from '../../support/database.ts';

export type Cells = readonly (string | null)[];

/** A database with the suite's tables and a replacer for it. */
export async function openRestoreZone() {
  const database = await createTestDatabase({ migrated: true });
  const { pool } = database;

  async function query<T = RowDataPacket>(sql: string): Promise<T[]> {
    const [rows] = await pool.query<RowDataPacket[]>(sql);
    return rows as T[];
  }

  return {
    ...database,
    query,
    replacer: mysqlTableReplacer(pool),
    ddl: async (table: string) =>
      String((await query(`SHOW CREATE TABLE ${table}`))[0]?.['Create Table']),
    /** Names of the tables that restores have made and not yet dropped. */
    leftovers: async (kind: 'scratch' | 'undo') =>
      (
        await query(
          `SELECT TABLE_NAME AS name FROM information_schema.tables
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'cutover\\_${kind}\\_%' ORDER BY 1`,
        )
      ).map(({ name }) => String(name)),
  };
}

export type RestoreZone = Awaited<ReturnType<typeof openRestoreZone>>;

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

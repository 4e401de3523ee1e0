import type { RowDataPacket } from 'mysql2';
import { mysqlTableReplacer } from '../../../shared/src/adapters/mysql/restore/mysql-table-replacer.ts';
import { createTestDatabase } from '../../support/database.ts';

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

import type { Pool, RowDataPacket } from 'mysql2/promise';
import { quoteIdentifier } from './quote-identifier.ts';
import { translateMysqlError } from './translate-mysql-error.ts';

/** The size of a table with its indexes in bytes, as the database estimates it now; null where there is no such table. */
export async function measureTable(pool: Pool, table: string): Promise<number | null> {
  try {
    // Else the estimate can be as old as a day. Who may not do that gets the older one.
    await pool.query(`ANALYZE NO_WRITE_TO_BINLOG TABLE ${quoteIdentifier(table)}`).catch(() => {});
    const [rows] = await pool.query<RowDataPacket[]>(
      `SELECT DATA_LENGTH + INDEX_LENGTH AS bytes FROM information_schema.tables
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
      [table],
    );
    return rows[0] === undefined ? null : Number(rows[0].bytes ?? 0);
  } catch (error) {
    throw translateMysqlError(error);
  }
}

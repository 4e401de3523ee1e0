import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { quoteIdentifier } from './quote-identifier.ts';
import { translateMysqlError } from './translate-mysql-error.ts';

/** Who alters the table at the moment is not waited for longer. */
const lockWaitSeconds = 1;

/**
 * Lets the database estimate anew, because its estimate can be as old as a day. Where that is not
 * allowed, or somebody alters the table, the older one stands.
 */
async function refreshEstimate(connection: PoolConnection, table: string): Promise<void> {
  await connection.query('SET SESSION lock_wait_timeout = ?', [lockWaitSeconds]);
  await connection
    .query(`ANALYZE NO_WRITE_TO_BINLOG TABLE ${quoteIdentifier(table)}`)
    .catch(() => {});
  await connection.query('SET SESSION lock_wait_timeout = DEFAULT');
}

/** Bytes that a table takes with its indexes, as the database estimates now; null where there is no such table. */
export async function measureTable(pool: Pool, table: string): Promise<number | null> {
  let connection: PoolConnection | undefined;
  try {
    connection = await pool.getConnection();
    await refreshEstimate(connection, table);
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT DATA_LENGTH + INDEX_LENGTH AS bytes FROM information_schema.tables
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
      [table],
    );
    return rows[0] === undefined ? null : Number(rows[0].bytes ?? 0);
  } catch (error) {
    throw translateMysqlError(error);
  } finally {
    connection?.release();
  }
}

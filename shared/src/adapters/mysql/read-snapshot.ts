import type { Pool, PoolConnection } from 'mysql2/promise';

/** Runs `read` on one connection that sees the database as it was at one instant, whatever is written meanwhile. */
export async function readSnapshot<T>(
  pool: Pool,
  read: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  const connection = await pool.getConnection();
  try {
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const result = await read(connection);
    await connection.query('ROLLBACK');
    connection.release();
    return result;
  } catch (error) {
    // Its transaction may still be open: nobody else may get it.
    connection.destroy();
    throw error;
  }
}

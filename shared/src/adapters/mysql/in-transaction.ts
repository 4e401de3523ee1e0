import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolConnection } from 'mysql2/promise';
import { isDeadlock, translateMysqlError } from './translate-mysql-error.ts';

const attempts = 6;

async function attempt<T>(
  pool: Pool,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  const connection = await pool.getConnection();
  try {
    await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await connection.beginTransaction();
    const result = await work(connection);
    await connection.commit();
    return result;
  } catch (error) {
    await connection.rollback().catch(() => connection.destroy());
    throw error;
  } finally {
    connection.release();
  }
}

/** Runs `work` in a transaction of its own, anew when the database chose it as a deadlock's victim. */
export async function inTransaction<T>(
  pool: Pool,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt(pool, work);
    } catch (error) {
      if (!isDeadlock(error) || tried === attempts) throw translateMysqlError(error);
      await pause(20 * 2 ** tried * (0.5 + Math.random()));
    }
  }
}

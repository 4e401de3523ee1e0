import type { Pool } from 'mysql2/promise';
import { translateMysqlError } from './translate-mysql-error.ts';

/** Asks the database for a sign of life. Throws `unavailable` or `misconfigured` when there is none. */
export async function pingMysql(pool: Pool): Promise<void> {
  await pool.query('SELECT 1').catch((error: unknown) => {
    throw translateMysqlError(error);
  });
}

import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { translateMysqlError } from './translate-mysql-error.ts';

/** Names of locks are the server's, not the database's, and shorter than a database's name may be. */
export async function lockName(connection: PoolConnection, purpose: string): Promise<string> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT MD5(DATABASE()) AS hash');
  return `cutover-${purpose}-${row?.hash}`;
}

/** Takes a lock that ends with the connection at the latest; false when `seconds` were not enough. */
export async function takeLock(
  connection: PoolConnection,
  name: string,
  seconds: number,
): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, ?) AS got', [
    name,
    seconds,
  ]);
  return Number(rows[0]?.got) === 1;
}

/**
 * Ends the connection that has the lock, if any: what it has not committed is undone, so that it
 * bars nobody from the rows that it wrote. Every user may end connections of their own.
 */
export async function evictHolder(connection: PoolConnection, name: string): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT IS_USED_LOCK(?) AS holder', [
    name,
  ]);
  const holder = rows[0]?.holder ?? null;
  if (holder === null) return;
  await connection.query('KILL ?', [Number(holder)]).catch(() => {
    // It has ended by itself.
  });
}

/**
 * Runs `work` while nobody else runs anything for the same purpose on this database; answers null,
 * and runs nothing, where somebody does. Who is killed, or loses the connection, bars nobody.
 */
export async function runAlone<T>(
  pool: Pool,
  purpose: string,
  work: () => Promise<T>,
): Promise<T | null> {
  let connection: PoolConnection | undefined;
  let isAlone: boolean;
  try {
    connection = await pool.getConnection();
    isAlone = await takeLock(connection, await lockName(connection, purpose), 0);
  } catch (error) {
    connection?.destroy();
    throw translateMysqlError(error);
  }
  try {
    return isAlone ? await work() : null;
  } finally {
    connection.destroy();
  }
}

import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

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

import type { Pool, PoolConnection } from 'mysql2/promise';
import type { Load } from '../../domain/ingest/load.ts';
import type { HeldLoad, LoadTransaction } from '../../domain/ingest/ports.ts';
import { type Lease, mysqlLoadTransaction } from './load-transaction.ts';
import { takeLock } from './named-lock.ts';
import { isDeadlock, translateMysqlError } from './translate-mysql-error.ts';

const attempts = 6;

/** Locks of the connections that work on a load: who has the first one holds it. */
export const lockNames = (loadId: string) =>
  [`cutover-load-${loadId}`, `cutover-load-${loadId}-beside`] as const;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function attempt<T>(
  connection: PoolConnection,
  lease: Lease,
  work: (transaction: LoadTransaction) => Promise<T>,
): Promise<T> {
  await connection.beginTransaction();
  try {
    return await work(mysqlLoadTransaction(connection, lease));
  } finally {
    // After a commit this does nothing; else nothing of the transaction stays.
    await connection.rollback().catch(() => connection.destroy());
  }
}

async function inTransaction<T>(
  connection: PoolConnection,
  lease: Lease,
  work: (transaction: LoadTransaction) => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt(connection, lease, work);
    } catch (error) {
      if (!isDeadlock(error) || tried === attempts) throw translateMysqlError(error);
      await pause(20 * 2 ** tried * (0.5 + Math.random()));
    }
  }
}

/** A claimed load on the connection whose lock holds it. `release` gives lock and connection back. */
export function holdLoad(
  pool: Pool,
  connection: PoolConnection,
  load: Load,
  lease: Lease,
): HeldLoad {
  return {
    load,
    transaction: (work) => inTransaction(connection, lease, work),
    async apart(work) {
      const other = await pool.getConnection();
      try {
        await takeLock(other, lockNames(load.id)[1], 0);
        return await inTransaction(other, lease, work);
      } finally {
        other.destroy();
      }
    },
    async release() {
      await connection
        .query('UPDATE cutover_load SET lease_until = NULL WHERE id = ? AND lease_token = ?', [
          load.id,
          lease.token,
        ])
        .catch(() => {
          // The connection is gone, and the lock with it: the next delivery gets the load all the same.
        });
      connection.destroy();
    },
  };
}

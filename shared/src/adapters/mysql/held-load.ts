import type { Pool, PoolConnection } from 'mysql2/promise';
import type { Load } from '../../domain/ingest/load.ts';
import type { HeldLoad, LoadTransaction } from '../../domain/ingest/ports.ts';
import { type Lease, mysqlLoadTransaction } from './load-transaction.ts';
import { takeLock } from './named-lock.ts';
import { translateMysqlError } from './translate-mysql-error.ts';
import { yielding } from './yielding.ts';

/** Locks of the connections that work on a load: who has the first one holds it. */
export const lockNames = (loadId: string) =>
  [`cutover-load-${loadId}`, `cutover-load-${loadId}-beside`] as const;

async function attempt<T>(
  connection: PoolConnection,
  lease: Lease,
  work: (transaction: LoadTransaction) => Promise<T>,
): Promise<T> {
  await connection.beginTransaction();
  const transaction = mysqlLoadTransaction(connection, lease);
  try {
    return await work(transaction);
  } finally {
    if (!transaction.isCommitted()) await connection.rollback().catch(() => connection.destroy());
  }
}

/**
 * Two loads of two transactions each, or one and somebody who alters the table, may wait for each
 * other in a ring that the database can't see as a whole.
 */
const lockWaitSeconds = 3;

/** Prepares a connection for a load's transactions: no gap locks, and each statement sees what is committed. */
export async function prepareSession(connection: PoolConnection): Promise<void> {
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  await connection.query(
    'SET SESSION innodb_lock_wait_timeout = ?, SESSION lock_wait_timeout = ?',
    [lockWaitSeconds, lockWaitSeconds],
  );
}

/**
 * A claimed load on the connection whose lock holds it; a second transaction at the same time gets
 * another connection. `release` gives up lease, lock and connections.
 */
export function holdLoad(pool: Pool, holding: PoolConnection, load: Load, lease: Lease): HeldLoad {
  const connections = [holding];
  const idle = [holding];

  async function openConnection(): Promise<PoolConnection> {
    const connection = await pool.getConnection();
    connections.push(connection);
    await prepareSession(connection);
    await takeLock(connection, lockNames(load.id)[1], 0);
    return connection;
  }

  return {
    load,
    async transaction(work) {
      const connection = idle.shift() ?? (await openConnection().catch(refuse));
      try {
        return await yielding(() => attempt(connection, lease, work));
      } finally {
        idle.unshift(connection);
      }
    },
    async release() {
      await holding
        .query('UPDATE cutover_load SET lease_until = NULL WHERE id = ? AND lease_token = ?', [
          load.id,
          lease.token,
        ])
        .catch(() => {
          // The connection is gone, and the lock with it: the next delivery gets the load all the same.
        });
      for (const connection of connections) connection.destroy();
    },
  };
}

function refuse(error: unknown): never {
  throw translateMysqlError(error);
}

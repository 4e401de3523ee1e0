import type { Pool, PoolConnection } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import type { BatchLedger, BatchTransaction } from '../../domain/batch/ports.ts';
import type { RequestMark } from '../../domain/batch/request-mark.ts';
import { mysqlBatchTransaction } from './batch-transaction.ts';
import { prepareSession } from './held-load.ts';
import { takeLock } from './named-lock.ts';
import { findRequest, keepRequest, requestLock } from './request-answers.ts';
import { translateMysqlError } from './translate-mysql-error.ts';
import { createUlid } from './ulid.ts';
import { yielding } from './yielding.ts';

type Work = (transaction: BatchTransaction) => Promise<string>;

/** Runs `work` while nobody else works on the same request. The lock ends with the connection at the latest. */
async function whileLocked<T>(
  connection: PoolConnection,
  mark: RequestMark,
  work: () => Promise<T>,
): Promise<T> {
  const lock = requestLock(mark);
  if (!(await takeLock(connection, lock, 0))) {
    throw new AppError('busy', 'A request with this Idempotency-Key is being worked on.');
  }
  try {
    return await work();
  } finally {
    await connection.query('DO RELEASE_LOCK(?)', [lock]).catch(() => connection.destroy());
  }
}

/**
 * Batches on the connections of a pool of their own: a batch that holds one may need another one of
 * a different pool. Answers are kept for `hours`.
 */
export function mysqlBatchLedger(pool: Pool, hours: number): BatchLedger {
  const prepared = new WeakSet<object>();

  async function connect(): Promise<PoolConnection> {
    const connection = await pool.getConnection();
    const session = connection.connection;
    if (!prepared.has(session)) await prepareSession(connection);
    prepared.add(session);
    return connection;
  }

  /** Commits what `work` has written for the load, or nothing of it. */
  async function attempt<T>(
    connection: PoolConnection,
    loadId: string,
    work: (transaction: BatchTransaction) => Promise<T>,
  ): Promise<T> {
    await connection.beginTransaction();
    let isCommitted = false;
    try {
      const result = await work(mysqlBatchTransaction(connection, loadId));
      await connection.commit();
      isCommitted = true;
      return result;
    } finally {
      if (!isCommitted) await connection.rollback().catch(() => connection.destroy());
    }
  }

  async function connected<T>(work: (connection: PoolConnection) => Promise<T>): Promise<T> {
    let connection: PoolConnection | undefined;
    try {
      connection = await connect();
      return await work(connection);
    } catch (error) {
      throw translateMysqlError(error);
    } finally {
      connection?.release();
    }
  }

  async function run(connection: PoolConnection, mark: RequestMark | null, work: Work) {
    const answer = await yielding(() =>
      attempt(connection, createUlid(), async (transaction) => {
        const made = await work(transaction);
        const kept = { loadIdentity: null, answer: made };
        if (mark !== null) await keepRequest(connection, mark, kept, hours);
        return made;
      }),
    );
    return { answer, isReplayed: false };
  }

  return {
    transact: (mark, work) =>
      connected(async (connection) => {
        if (mark === null) return run(connection, mark, work);
        return whileLocked(connection, mark, async () => {
          const kept = await findRequest(connection, mark);
          if (kept?.answer != null) return { answer: kept.answer, isReplayed: true };
          return run(connection, mark, work);
        });
      }),
    goOn: (loadId, work) =>
      connected((connection) => yielding(() => attempt(connection, loadId, work))),
  };
}

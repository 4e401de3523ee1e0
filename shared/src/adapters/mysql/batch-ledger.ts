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

  async function attempt(connection: PoolConnection, mark: RequestMark | null, work: Work) {
    await connection.beginTransaction();
    let isCommitted = false;
    try {
      const answer = await work(mysqlBatchTransaction(connection, createUlid()));
      if (mark !== null) {
        await keepRequest(connection, mark, { loadIdentity: null, answer }, hours);
      }
      await connection.commit();
      isCommitted = true;
      return answer;
    } finally {
      if (!isCommitted) await connection.rollback().catch(() => connection.destroy());
    }
  }

  async function run(connection: PoolConnection, mark: RequestMark | null, work: Work) {
    const answer = await yielding(() => attempt(connection, mark, work));
    return { answer, isReplayed: false };
  }

  return {
    async transact(mark, work) {
      let connection: PoolConnection | undefined;
      try {
        const own = await connect();
        connection = own;
        if (mark === null) return await run(own, mark, work);
        return await whileLocked(own, mark, async () => {
          const kept = await findRequest(own, mark);
          if (kept?.answer != null) return { answer: kept.answer, isReplayed: true };
          return run(own, mark, work);
        });
      } catch (error) {
        throw translateMysqlError(error);
      } finally {
        connection?.release();
      }
    },
  };
}

import type { Pool, ResultSetHeader } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import type { RequestLedger } from '../../domain/batch/request-ledger.ts';
import { findRequest, keepRequest } from './request-answers.ts';
import { translateMysqlError } from './translate-mysql-error.ts';

const removedAtOnce = 1000;

/** Requests in `cutover_idempotency`, each kept for `hours`. */
export function mysqlRequestLedger(pool: Pool, hours: number): RequestLedger {
  async function translated<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw translateMysqlError(error);
    }
  }

  return {
    begin: (mark, identity) =>
      translated(async () => {
        await pool.query(
          'DELETE FROM cutover_idempotency WHERE id = ? AND expires_at <= UTC_TIMESTAMP(3)',
          [mark.id],
        );
        await pool.query(
          `INSERT INTO cutover_idempotency (id, request, load_identity, created_at, expires_at)
           VALUES (?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? HOUR)
           ON DUPLICATE KEY UPDATE id = id`,
          [mark.id, mark.content, identity, hours],
        );
        const kept = await findRequest(pool, mark);
        if (kept === null) throw new AppError('unavailable', 'The request was kept too shortly.');
        const { answer, loadIdentity } = kept;
        return answer === null
          ? { kind: 'begun', identity: loadIdentity ?? identity }
          : { kind: 'answered', answer };
      }),
    answer: (mark, loadIdentity, answer) =>
      translated(() => keepRequest(pool, mark, { loadIdentity, answer }, hours)),
    removeExpired: () =>
      translated(async () => {
        const [{ affectedRows }] = await pool.query<ResultSetHeader>(
          'DELETE FROM cutover_idempotency WHERE expires_at <= UTC_TIMESTAMP(3) ORDER BY expires_at LIMIT ?',
          [removedAtOnce],
        );
        return affectedRows;
      }),
  };
}

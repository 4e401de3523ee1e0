import { createHash } from 'node:crypto';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import {
  allowances,
  type SignInAttempts,
  type Subject,
} from '../../../domain/access/sign-in-attempts.ts';
import { translateMysqlError } from '../translate-mysql-error.ts';

interface SubjectRow extends RowDataPacket {
  readonly subject: string;
  /** Milliseconds. */
  readonly wait: string;
}

const mostSwept = 20;

/**
 * One statement, so that two attempts at the same time count as two. Assignments are made from left
 * to right, each with what those before it have set. Nothing changes while `next_at` is to come.
 */
const claimSql = `
  INSERT INTO cutover_sign_in (subject, attempts, next_at, forget_at)
  VALUES (?, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL 1 HOUR)
  ON DUPLICATE KEY UPDATE
    attempts = IF(next_at > UTC_TIMESTAMP(3), attempts,
                  IF(forget_at <= UTC_TIMESTAMP(3), 1, attempts + 1)),
    forget_at = IF(next_at > UTC_TIMESTAMP(3), forget_at, UTC_TIMESTAMP(3) + INTERVAL 1 HOUR),
    next_at = IF(next_at > UTC_TIMESTAMP(3), next_at, UTC_TIMESTAMP(3)
                 + INTERVAL IF(attempts < ?, 0, LEAST(POW(2, LEAST(attempts - ?, 20)), ?)) SECOND)`;

const waitSql = `
  SELECT subject, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), next_at) DIV 1000 AS wait
    FROM cutover_sign_in WHERE subject = ?`;

const keyOf = ({ kind, name }: Subject) =>
  createHash('sha256').update(`${kind}:${name}`).digest('hex');

/** Counts attempts in `cutover_sign_in`, by the database's clock. */
export function mysqlSignInAttempts(pool: Pool): SignInAttempts {
  const run = <T extends RowDataPacket[] | ResultSetHeader>(sql: string, values: unknown[]) =>
    pool.query<T>(sql, values).catch((error: unknown) => {
      throw translateMysqlError(error);
    });

  /** By key and in order, so that no two of them wait for each other. */
  async function sweep(): Promise<void> {
    const [rows] = await run<SubjectRow[]>(
      'SELECT subject FROM cutover_sign_in WHERE forget_at <= UTC_TIMESTAMP(3) LIMIT ?',
      [mostSwept],
    );
    for (const subject of rows.map((row) => row.subject).sort()) {
      await run('DELETE FROM cutover_sign_in WHERE subject = ? AND forget_at <= UTC_TIMESTAMP(3)', [
        subject,
      ]);
    }
  }

  return {
    async claim(subject) {
      const { free, mostWaitSeconds } = allowances[subject.kind];
      const key = keyOf(subject);
      const values = [key, free, free, mostWaitSeconds];
      const [{ affectedRows }] = await run<ResultSetHeader>(claimSql, values);
      if (affectedRows === 1) await sweep();
      if (affectedRows > 0) return 0;
      const [rows] = await run<SubjectRow[]>(waitSql, [key]);
      return Math.max(1, Math.ceil(Number(rows[0]?.wait ?? 0) / 1000));
    },
    async takeBack(subject) {
      await run(
        'UPDATE cutover_sign_in SET attempts = attempts - 1 WHERE subject = ? AND attempts > 0',
        [keyOf(subject)],
      );
    },
    async forget(subject) {
      await run('DELETE FROM cutover_sign_in WHERE subject = ?', [keyOf(subject)]);
    },
  };
}

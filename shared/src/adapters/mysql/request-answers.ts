import type { RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import type { RequestMark } from '../../domain/batch/request-mark.ts';
import type { Queryable } from './queryable.ts';

/** The lock of who works on a request. */
export const requestLock = ({ id }: RequestMark) =>
  `cutover-request-${Buffer.from(id).toString('hex').slice(0, 40)}`;

interface AnswerRow extends RowDataPacket {
  readonly request: Buffer;
  readonly load_identity: string | null;
  readonly answer: string | null;
}

/** What is kept of a request that came before. */
export interface KeptRequest {
  readonly loadIdentity: string | null;
  /** Null while it is not answered. */
  readonly answer: string | null;
}

/** Null where the key has not come before, or too long ago. Throws `key-reused` where it came with another request. */
export async function findRequest(
  connection: Queryable,
  { id, content }: RequestMark,
): Promise<KeptRequest | null> {
  const [[row]] = await connection.query<AnswerRow[]>(
    'SELECT request, load_identity, answer FROM cutover_idempotency WHERE id = ? AND expires_at > UTC_TIMESTAMP(3)',
    [id],
  );
  if (row === undefined) return null;
  if (row.request.equals(content)) return { loadIdentity: row.load_identity, answer: row.answer };
  const message =
    'This Idempotency-Key came with another request before. Take a new key for each new request.';
  throw new AppError('key-reused', message);
}

/** Keeps a request, in place of one that is over. */
export async function keepRequest(
  connection: Queryable,
  { id, content }: RequestMark,
  { loadIdentity, answer }: KeptRequest,
  hours: number,
): Promise<void> {
  await connection.query(
    `REPLACE INTO cutover_idempotency (id, request, load_identity, answer, created_at, expires_at)
     VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? HOUR)`,
    [id, content, loadIdentity, answer, hours],
  );
}

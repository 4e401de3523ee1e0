import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2/promise';
import type { DiscardReason, RejectDiscarder } from '../../domain/ingest/ports.ts';
import { inTransaction } from './in-transaction.ts';
import { lockOpenRejects } from './reject-records.ts';

/** Closes what is open; the load's evidence is to be written anew. */
const discardStatement = `UPDATE cutover_reject AS reject JOIN cutover_load AS owner ON owner.id = reject.load_id
    SET reject.state = 'discarded', reject.closed_at = UTC_TIMESTAMP(3), reject.discarded_by = ?,
        reject.discard_reason = ?, owner.evidence_version = owner.evidence_version + 1
  WHERE reject.load_id = ? AND reject.state = 'open'`;

async function discardAll(
  connection: PoolConnection,
  loadId: string,
  { actor, reason }: DiscardReason,
): Promise<number> {
  const values = [actor, reason, loadId];
  const [result] = await connection.query<ResultSetHeader>(discardStatement, values);
  // The load's own row was changed, too.
  return Math.max(0, result.affectedRows - 1);
}

async function discard(
  connection: PoolConnection,
  loadId: string,
  ids: readonly string[],
  { actor, reason }: DiscardReason,
): Promise<string[]> {
  const open = (await lockOpenRejects(connection, loadId, ids)).map(({ id }) => id);
  if (open.length > 0) {
    const values = [actor, reason, loadId, open];
    await connection.query(`${discardStatement} AND reject.id IN (?)`, values);
  }
  return open;
}

/** Discards rejects in `cutover_reject`. */
export function mysqlRejectDiscarder(pool: Pool): RejectDiscarder {
  return {
    discard: (loadId, ids, why) =>
      inTransaction(pool, (connection) => discard(connection, loadId, ids, why)),
    discardAll: (loadId, why) =>
      inTransaction(pool, (connection) => discardAll(connection, loadId, why)),
  };
}

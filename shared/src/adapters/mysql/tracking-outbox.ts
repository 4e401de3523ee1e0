import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Fate, TrackingOutbox, WaitingRecord } from '../../domain/tracking/tracking-outbox.ts';
import type { TrackingRecord } from '../../domain/tracking/tracking-record.ts';
import { translateMysqlError } from './translate-mysql-error.ts';

const mostWoken = 1000;

/** Writes records into the outbox, in the transaction that is open, or by themselves through a pool. */
export async function keepRecords(
  connection: Pick<Pool, 'query'>,
  records: readonly TrackingRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const tuples = records.map((record) => [record.entity_id, JSON.stringify(record)]);
  await connection.query('INSERT INTO cutover_tracking_record (entity_id, record) VALUES ?', [
    tuples,
  ]);
}

interface OutboxRow extends RowDataPacket {
  readonly id: string | number;
  readonly entity_id: string | number;
  readonly record: string;
  readonly attempts: number;
}

/** What is no JSON is no record either, which whoever takes it finds out. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function hasDue(pool: Pool): Promise<boolean> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT 1 FROM cutover_tracking_record WHERE due_at <= UTC_TIMESTAMP(3) LIMIT 1',
  );
  return rows.length > 0;
}

async function selectDue(connection: PoolConnection, most: number): Promise<WaitingRecord[]> {
  const [rows] = await connection.query<OutboxRow[]>(
    `SELECT id, entity_id, record, attempts
       FROM cutover_tracking_record FORCE INDEX (cutover_tracking_record_due)
      WHERE due_at <= UTC_TIMESTAMP(3) ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED`,
    [most],
  );
  return rows.map(({ id, entity_id, record, attempts }) => ({
    id: String(id),
    entityId: Number(entity_id),
    record: readJson(record),
    attempts,
  }));
}

async function bookFate(connection: PoolConnection, fate: Fate, ids: readonly string[]) {
  if (fate.kind === 'recorded') {
    await connection.query(
      'DELETE FROM cutover_tracking_record WHERE id IN (?) ORDER BY id LIMIT ?',
      [ids, ids.length],
    );
    return;
  }
  const wait = fate.kind === 'postponed' ? fate.seconds : null;
  await connection.query(
    `UPDATE cutover_tracking_record FORCE INDEX (PRIMARY)
        SET attempts = attempts + 1, reason_code = ?, reason = ?,
            due_at = COALESCE(UTC_TIMESTAMP(3) + INTERVAL ? SECOND, due_at)
      WHERE id IN (?)`,
    [fate.code, fate.reason, wait, ids],
  );
}

/** Makes due what waits for entities that turn out to be there. Rows that another one has taken are left to it. */
async function wakeWaiting(connection: PoolConnection, entityIds: readonly number[]) {
  const [rows] = await connection.query<OutboxRow[]>(
    `SELECT id FROM cutover_tracking_record FORCE INDEX (cutover_tracking_record_entity)
      WHERE entity_id IN (?) AND reason_code = 'unknown-reference' AND due_at > UTC_TIMESTAMP(3)
      LIMIT ? FOR UPDATE SKIP LOCKED`,
    [entityIds, mostWoken],
  );
  if (rows.length === 0) return;
  await connection.query(
    'UPDATE cutover_tracking_record FORCE INDEX (PRIMARY) SET due_at = UTC_TIMESTAMP(3) WHERE id IN (?)',
    [rows.map(({ id }) => id)],
  );
}

async function settle(
  connection: PoolConnection,
  records: readonly WaitingRecord[],
  fates: ReadonlyMap<string, Fate>,
): Promise<void> {
  const settled = records.flatMap(({ id, entityId }) => {
    const fate = fates.get(id);
    return fate === undefined ? [] : [{ id, entityId, fate }];
  });
  for (const alike of Map.groupBy(settled, ({ fate }) => JSON.stringify(fate)).values()) {
    const ids = alike.map(({ id }) => id);
    if (alike[0] !== undefined) await bookFate(connection, alike[0].fate, ids);
  }
  const recorded = settled.filter(({ fate }) => fate.kind === 'recorded');
  const entityIds = [...new Set(recorded.map(({ entityId }) => entityId))];
  if (entityIds.length > 0) await wakeWaiting(connection, entityIds);
}

/**
 * The outbox in `cutover_tracking_record`. Who has taken records has locked their rows in an open
 * transaction: others pass over them, and where the process dies the database frees them at once.
 * Statements name their index (or its order and a limit, where a DELETE takes no name), because
 * one that scans the table would wait for rows of others.
 */
export function mysqlTrackingOutbox(pool: Pool): TrackingOutbox {
  async function takeIn(
    connection: PoolConnection,
    most: number,
    send: Parameters<TrackingOutbox['take']>[1],
  ): Promise<number> {
    // Without gap locks, so that nobody who writes new records has to wait.
    await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await connection.beginTransaction();
    const records = await selectDue(connection, most);
    if (records.length > 0) await settle(connection, records, await send(records));
    await connection.commit();
    return records.length;
  }

  return {
    async take(most, send) {
      let connection: PoolConnection | undefined;
      try {
        if (!(await hasDue(pool))) return 0;
        connection = await pool.getConnection();
        return await takeIn(connection, most, send);
      } catch (error) {
        await connection?.rollback().catch(() => connection?.destroy());
        throw translateMysqlError(error);
      } finally {
        connection?.release();
      }
    },
  };
}

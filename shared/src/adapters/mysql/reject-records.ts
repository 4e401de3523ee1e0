import { hash } from 'node:crypto';
import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { Fault } from '../../domain/fault.ts';
import type { NewReject, OpenRejects, WaitingReject } from '../../domain/ingest/ports.ts';
import { parseJson } from './load-record.ts';
import { inBatches } from './lookups.ts';

const rejectsAStatement = 200;

const awaitsReference = (faults: readonly Fault[]) =>
  faults.some(({ code }) => code === 'unknown-reference');

/** The same for the same cells of the same table, so that a record dropped again is known. */
function fingerprint(table: string, cells: string): Buffer {
  return hash('sha256', `${table}\0${cells}`, 'buffer');
}

interface Reject {
  readonly loadId: string;
  readonly table: string;
  readonly state: 'open' | 'discarded';
}

/**
 * Adds rejects of one load. Those that supersede an older reject close it, and count to its entity
 * where their load has none.
 */
export async function insertRejects(
  connection: PoolConnection,
  { loadId, table, state }: Reject,
  rejects: readonly NewReject[],
): Promise<void> {
  for (const batch of inBatches(rejects, rejectsAStatement)) {
    const tuples = batch.map(({ line, cells, faults }) => {
      const text = JSON.stringify(cells);
      return [
        loadId,
        table,
        line,
        text,
        JSON.stringify(faults),
        fingerprint(table, text),
        awaitsReference(faults),
        state,
      ];
    });
    await connection.query(
      'INSERT INTO cutover_reject (load_id, table_name, line, cells, faults, fingerprint, awaits_reference, state) VALUES ?',
      [tuples],
    );
  }
  for (const { line, supersedes } of rejects) {
    if (supersedes === null || !isRejectId(supersedes)) continue;
    await connection.query(
      `UPDATE cutover_reject AS old
         JOIN (SELECT MAX(id) AS id FROM cutover_reject WHERE load_id = ? AND line = ?) AS new
         JOIN cutover_load AS owner ON owner.id = old.load_id
         JOIN cutover_load AS heir ON heir.id = ?
          SET old.state = 'superseded', old.superseded_by = new.id, old.closed_by = ?, old.closed_at = UTC_TIMESTAMP(3),
              owner.evidence_version = owner.evidence_version + 1,
              heir.entity_id = COALESCE(heir.entity_id, owner.entity_id)
        WHERE old.id = ? AND old.table_name = ? AND old.state = 'open' AND old.load_id <> ?`,
      [loadId, line, loadId, loadId, supersedes, table, loadId],
    );
  }
}

const isRejectId = (text: string) => /^\d{1,19}$/.test(text);

/** The ids with those that took their places, however often a record was dropped again. */
async function followSuccessors(
  connection: PoolConnection,
  ids: readonly string[],
): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `WITH RECURSIVE chain AS (
       SELECT id, superseded_by FROM cutover_reject WHERE id IN (?)
       UNION
       SELECT next.id, next.superseded_by FROM chain JOIN cutover_reject AS next ON next.id = chain.superseded_by
     ) SELECT id FROM chain`,
    [ids],
  );
  return rows.map(({ id }) => String(id));
}

/** Closes as fixed the rejects of these ids, or their successors. */
export async function closeRejects(
  connection: PoolConnection,
  loadId: string,
  table: string,
  ids: readonly string[],
): Promise<void> {
  for (const batch of inBatches(ids.filter(isRejectId), rejectsAStatement)) {
    const chain = await followSuccessors(connection, batch);
    if (chain.length === 0) continue;
    await connection.query(
      `UPDATE cutover_reject AS reject JOIN cutover_load AS owner ON owner.id = reject.load_id
          SET reject.state = 'fixed', reject.closed_by = ?, reject.closed_at = UTC_TIMESTAMP(3),
              owner.evidence_version = owner.evidence_version + 1
        WHERE reject.id IN (?) AND reject.table_name = ? AND reject.state = 'open'`,
      [loadId, chain, table],
    );
  }
}

export interface RejectRecord extends RowDataPacket {
  id: string | number;
  load_id: string;
  line: string | number;
  cells: string;
  faults: string | Fault[];
}

export function readReject(record: RejectRecord): WaitingReject {
  return {
    id: String(record.id),
    loadId: record.load_id,
    line: Number(record.line),
    cells: parseJson<string[]>(record.cells),
    faults: parseJson<Fault[]>(record.faults),
  };
}

/** Those of a load's rejects that have one of these ids and are open, locked. */
export async function lockOpenRejects(
  connection: PoolConnection,
  loadId: string,
  ids: readonly string[],
): Promise<WaitingReject[]> {
  const [records] = await connection.query<RejectRecord[]>(
    `SELECT id, load_id, line, cells, faults FROM cutover_reject
      WHERE id IN (?) AND load_id = ? AND state = 'open' ORDER BY id FOR UPDATE`,
    [ids, loadId],
  );
  return records.map(readReject);
}

/** Open rejects of the table that wait for a reference, from `afterId` on, locked. */
export async function selectWaiting(
  connection: PoolConnection,
  table: string,
  afterId: string,
  limit: number,
): Promise<WaitingReject[]> {
  const [records] = await connection.query<RejectRecord[]>(
    `SELECT id, load_id, line, cells, faults FROM cutover_reject
      WHERE table_name = ? AND state = 'open' AND awaits_reference = TRUE AND id > ?
      ORDER BY id LIMIT ? FOR UPDATE`,
    [table, afterId, limit],
  );
  return records.map(readReject);
}

export async function updateFaults(
  connection: PoolConnection,
  id: string,
  faults: readonly Fault[],
): Promise<void> {
  await connection.query<ResultSetHeader>(
    'UPDATE cutover_reject SET faults = ?, awaits_reference = ? WHERE id = ?',
    [JSON.stringify(faults), awaitsReference(faults), id],
  );
}

/**
 * Closes older open rejects whose cells are the same as those of this load's rejects, one for one:
 * the same file dropped again leaves as many open rejects as before, not twice as many. The load
 * takes over their entity where it has none.
 */
export async function supersedeSameRecords(
  connection: PoolConnection,
  loadId: string,
  table: string,
): Promise<void> {
  await connection.query(
    `UPDATE cutover_reject AS old
       JOIN (SELECT older.id AS old_id, newer.id AS new_id
               FROM (SELECT id, fingerprint, ROW_NUMBER() OVER (PARTITION BY fingerprint ORDER BY id) AS place
                       FROM cutover_reject WHERE load_id = ? AND state = 'open') AS newer
               JOIN (SELECT o.id, o.fingerprint, ROW_NUMBER() OVER (PARTITION BY o.fingerprint ORDER BY o.id) AS place
                       FROM cutover_reject AS o
                      WHERE o.table_name = ? AND o.state = 'open' AND o.load_id <> ?
                        AND o.fingerprint IN (SELECT fingerprint FROM cutover_reject WHERE load_id = ? AND state = 'open')) AS older
                 ON older.fingerprint = newer.fingerprint AND older.place = newer.place AND older.id < newer.id) AS pair
         ON pair.old_id = old.id
       JOIN cutover_load AS owner ON owner.id = old.load_id
       JOIN cutover_load AS heir ON heir.id = ?
        SET old.state = 'superseded', old.superseded_by = pair.new_id, old.closed_by = ?, old.closed_at = UTC_TIMESTAMP(3),
            owner.evidence_version = owner.evidence_version + 1,
            heir.entity_id = COALESCE(heir.entity_id, owner.entity_id)`,
    [loadId, table, loadId, loadId, loadId, loadId],
  );
}

/** Counts a table's open rejects of the loads of an entity. */
export async function countOpenRejects(
  connection: PoolConnection,
  entity: number,
  table: string,
): Promise<OpenRejects> {
  const [[row]] = await connection.query<RowDataPacket[]>(
    `SELECT COUNT(*) AS count, DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%fZ') AS at
       FROM cutover_reject AS reject JOIN cutover_load AS owner ON owner.id = reject.load_id
      WHERE reject.table_name = ? AND reject.state = 'open' AND owner.entity_id = ?`,
    [table, String(entity)],
  );
  return { count: Number(row?.count ?? 0), at: String(row?.at) };
}

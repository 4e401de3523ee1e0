import type { Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { KeptRows } from '../../../domain/restore/forgotten-undos.ts';
import type { About, ReplacementKind, ReplacementRecord } from '../../../domain/restore/ports.ts';
import { type SwapPlan, swapPlanSchema } from '../../../domain/restore/swap-plan.ts';

/** A replacement in the journal with what has to change places. */
export interface JournalEntry extends ReplacementRecord {
  readonly plan: SwapPlan;
}

interface JournalRow extends RowDataPacket {
  readonly id: number | string;
  readonly kind: ReplacementKind;
  readonly state: ReplacementRecord['state'];
  readonly plan: string;
  readonly about: string;
  readonly undoes: number | string | null;
  readonly replaced_rows: ReplacementRecord['replacedRows'];
  readonly error: string | null;
  readonly started_at: string;
  readonly finished_at: string | null;
}

const toIso = (moment: string) => `${moment.replace(' ', 'T')}Z`;

function readEntry(row: JournalRow): JournalEntry {
  const plan = swapPlanSchema.parse(JSON.parse(row.plan));
  return {
    id: String(row.id),
    kind: row.kind,
    state: row.state,
    plan,
    tables: plan.swaps.map(({ table }) => table),
    about: JSON.parse(row.about),
    undoes: row.undoes === null ? null : String(row.undoes),
    replacedRows: row.replaced_rows,
    error: row.error,
    startedAt: toIso(row.started_at),
    finishedAt: row.finished_at === null ? null : toIso(row.finished_at),
  };
}

async function selectEntries(
  connection: Pick<Pool, 'query'>,
  rest: string,
  values: unknown[] = [],
): Promise<JournalEntry[]> {
  const [rows] = await connection.query<JournalRow[]>(
    `SELECT * FROM cutover_restore ${rest}`,
    values,
  );
  return rows.map(readEntry);
}

export const listEntries = (connection: Pick<Pool, 'query'>, most: number) =>
  selectEntries(connection, 'ORDER BY id DESC LIMIT ?', [most]);

/** What was begun and neither finished nor taken back, the oldest first. */
export const listOpenEntries = (connection: PoolConnection) =>
  selectEntries(connection, "WHERE state IN ('preparing', 'swapping') ORDER BY id");

export async function findEntry(
  connection: Pick<Pool, 'query'>,
  id: string,
): Promise<JournalEntry | null> {
  const [entry] = await selectEntries(connection, 'WHERE id = ?', [id]);
  return entry ?? null;
}

/** Opens an entry. Its id is in the names of all tables and keys that it makes. */
export async function openEntry(
  connection: PoolConnection,
  entry: { kind: ReplacementKind; about: About; undoes?: string },
): Promise<string> {
  const [{ insertId }] = await connection.query<ResultSetHeader>(
    `INSERT INTO cutover_restore (kind, state, plan, about, undoes, started_at)
     VALUES (?, 'preparing', '{"swaps":[],"links":[]}', ?, ?, UTC_TIMESTAMP(3))`,
    [entry.kind, JSON.stringify(entry.about), entry.undoes ?? null],
  );
  return String(insertId);
}

export async function recordPlan(
  connection: PoolConnection,
  id: string,
  state: 'preparing' | 'swapping',
  plan: SwapPlan,
): Promise<void> {
  await connection.query('UPDATE cutover_restore SET state = ?, plan = ? WHERE id = ?', [
    state,
    JSON.stringify(plan),
    id,
  ]);
}

/** Closes an entry whose tables have changed places, and one that it takes back with it. */
export async function recordDone(
  connection: PoolConnection,
  { id, undoes }: Pick<JournalEntry, 'id' | 'undoes'>,
): Promise<void> {
  await connection.query(
    `UPDATE cutover_restore
        SET replaced_rows = IF(id = ?, 'kept', 'used'),
            finished_at = IF(id = ?, UTC_TIMESTAMP(3), finished_at), state = 'done'
      WHERE id IN (?, ?)`,
    [id, id, id, undoes ?? id],
  );
}

/** Closes an entry that has changed nothing; without an error where that was all it was to do. */
export async function recordTakenBack(
  connection: PoolConnection,
  id: string,
  error: string | null,
): Promise<void> {
  await connection.query(
    `UPDATE cutover_restore SET state = ?, error = ?, finished_at = UTC_TIMESTAMP(3) WHERE id = ?`,
    [error === null ? 'done' : 'failed', error, id],
  );
}

/** The newest first. */
export async function listKept(connection: PoolConnection): Promise<KeptRows[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT id, TIMESTAMPDIFF(SECOND, finished_at, UTC_TIMESTAMP(3)) AS age
       FROM cutover_restore WHERE replaced_rows = 'kept' ORDER BY id DESC`,
  );
  return rows.map(({ id, age }) => ({ id: String(id), ageSeconds: Number(age) }));
}

export async function recordDropped(connection: PoolConnection, id: string): Promise<void> {
  await connection.query("UPDATE cutover_restore SET replaced_rows = 'dropped' WHERE id = ?", [id]);
}

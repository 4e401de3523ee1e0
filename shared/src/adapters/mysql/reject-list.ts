import type { Pool } from 'mysql2/promise';
import * as z from 'zod';
import type { KeptReject } from '../../domain/ingest/load-reader.ts';
import type { RejectSelection, RejectState } from '../../domain/ingest/ports.ts';
import type { Page, PageRequest } from '../../domain/page.ts';
import { readCursor, writeCursor } from '../keyset-cursor.ts';
import { toIso } from './load-record.ts';
import { fromRejects } from './reject-pages.ts';
import { type RejectRecord, readReject } from './reject-records.ts';

/** The id of the page's last reject. */
const keySchema = z.tuple([z.string().regex(/^[1-9]\d{0,18}$/)]);

interface KeptRecord extends RejectRecord {
  state: RejectState;
  closed_at: string | null;
  closed_by: string | null;
  superseded_by: string | number | null;
  discarded_by: string | null;
  discard_reason: string | null;
}

function readKept(record: KeptRecord): KeptReject {
  const { loadId, ...reject } = readReject(record);
  return {
    ...reject,
    state: record.state,
    closedAt: record.closed_at === null ? null : toIso(record.closed_at),
    closedBy: record.closed_by,
    supersededBy: record.superseded_by === null ? null : String(record.superseded_by),
    discardedBy: record.discarded_by,
    discardReason: record.discard_reason,
  };
}

const keptColumns = `id, load_id, line, cells, faults, state, closed_at, closed_by, superseded_by,
  discarded_by, discard_reason`;

/** Those of a load's rejects that have one of these ids, in the file's order. */
export async function findRejects(
  pool: Pool,
  loadId: string,
  ids: readonly string[],
): Promise<KeptReject[]> {
  const [records] = await pool.query<KeptRecord[]>(
    `SELECT ${keptColumns} FROM cutover_reject WHERE load_id = ? AND id IN (?) ORDER BY id`,
    [loadId, ids],
  );
  return records.map(readKept);
}

/** A page of a load's rejects with what became of them, in the file's order. */
export async function listRejects(
  pool: Pool,
  selection: RejectSelection,
  { limit, cursor }: PageRequest,
): Promise<Page<KeptReject>> {
  const [afterId] = cursor === null ? ['0'] : readCursor(cursor, keySchema);
  const { from, values } = fromRejects(selection);
  const [records] = await pool.query<KeptRecord[]>(
    `SELECT ${keptColumns} ${from} AND id > ? ORDER BY id LIMIT ?`,
    [...values, afterId, limit + 1],
  );
  const items = records.slice(0, limit).map(readKept);
  const last = items.at(-1);
  const hasMore = records.length > limit && last !== undefined;
  return { items, next: hasMore ? writeCursor([last.id]) : null };
}

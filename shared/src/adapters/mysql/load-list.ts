import type { Pool } from 'mysql2/promise';
import * as z from 'zod';
import type { LedgerEntry, LoadFilter } from '../../domain/ingest/load-reader.ts';
import type { Page, PageRequest } from '../../domain/page.ts';
import { readCursor, writeCursor } from '../keyset-cursor.ts';
import { type LoadRecord, readLoad, toIso } from './load-record.ts';

/** When the page's last load began, and its id. */
const keySchema = z.tuple([z.iso.datetime({ precision: 3 }), z.ulid()]);

/** ISO 8601 in UTC as a DATETIME. */
const toDateTime = (iso: string) => iso.replace('T', ' ').replace('Z', '');

/** What narrows the list, each by a value that is bound. */
const clauses = {
  state: 'state = ?',
  kind: 'kind = ?',
  table: 'table_name = ?',
  entity: 'entity_id = ?',
  object: 'object = ?',
  since: 'started_at >= ?',
  until: 'started_at < ?',
  // It lets an index lead to the place, which the clause behind it does not.
  from: 'started_at <= ?',
  before: '(started_at, id) < (?, ?)',
} as const;

type Values = { readonly [Name in keyof typeof clauses]?: string | readonly string[] | undefined };

function valuesOf(filter: LoadFilter, cursor: string | null): Values {
  const { entity, since, until, ...rest } = filter;
  const values: Values = {
    ...rest,
    entity: entity === undefined ? undefined : String(entity),
    since: since === undefined ? undefined : toDateTime(since),
    until: until === undefined ? undefined : toDateTime(until),
  };
  if (cursor === null) return values;
  const [startedAt, id] = readCursor(cursor, keySchema);
  const moment = toDateTime(startedAt);
  return { ...values, from: moment, before: [moment, id] };
}

/**
 * The index of the filter that leaves the fewest loads. It is forced, because MariaDB takes the
 * equality alone off it otherwise, and passes over all loads that are newer than the page.
 */
function chooseIndex({ object, entity, state, table, kind }: LoadFilter): string {
  if (object !== undefined) return 'cutover_load_object';
  if (entity !== undefined) return 'cutover_load_entity_started';
  if (state !== undefined && state !== 'done') return 'cutover_load_state_started';
  if (table !== undefined) return 'cutover_load_table_started';
  if (kind !== undefined) return 'cutover_load_kind_started';
  return state === undefined ? 'cutover_load_started' : 'cutover_load_state_started';
}

export function readEntry(record: LoadRecord): LedgerEntry {
  return {
    load: readLoad(record),
    sizeBytes: record.size_bytes === null ? null : Number(record.size_bytes),
    requestedBy: record.requested_by,
    updatedAt: toIso(record.updated_at),
  };
}

/** A page of the ledger, newest first. Every page is read off an index, however far behind it is. */
export async function listLoads(
  pool: Pool,
  filter: LoadFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<LedgerEntry>> {
  const values = valuesOf(filter, cursor);
  const names = (Object.keys(clauses) as (keyof typeof clauses)[]).filter(
    (name) => values[name] !== undefined,
  );
  const where = ['TRUE', ...names.map((name) => clauses[name])].join(' AND ');
  const [records] = await pool.query<LoadRecord[]>(
    `SELECT * FROM cutover_load FORCE INDEX (${chooseIndex(filter)})
      WHERE ${where} ORDER BY started_at DESC, id DESC LIMIT ?`,
    [...names.flatMap((name) => values[name]), limit + 1],
  );
  const items = records.slice(0, limit).map(readEntry);
  const last = items.at(-1)?.load;
  const hasMore = records.length > limit && last !== undefined;
  return { items, next: hasMore ? writeCursor([last.startedAt, last.id]) : null };
}

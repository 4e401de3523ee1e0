import { type Page, type PageRequest, unknownCursor } from '../../../domain/page.ts';
import {
  keyFields,
  keyOf,
  keyText,
  type Records,
  type ResourceName,
  readKey,
} from '../../../domain/tracking/resource.ts';
import type { Stored } from '../../../domain/tracking/tracking-store.ts';
import type { Row, RunStatement, Scalar } from '../statement.ts';
import { type EventLog, readState } from './event-log.ts';
import type { EventTable } from './event-table.ts';
import { readRecord } from './read-record.ts';
import { selectRecords } from './sql/select-records.ts';

interface Source<R extends ResourceName> {
  readonly run: RunStatement;
  readonly log: EventLog;
  readonly resource: R;
  readonly table: EventTable;
}

function valuesOf<R extends ResourceName>(
  { resource, table }: Source<R>,
  filter: Partial<Records[R]>,
  { cursor, limit }: PageRequest,
): Record<string, Scalar> {
  const given = new Map<string, Scalar>(Object.entries(filter));
  const filters = Object.entries(table.columns).map(([name, type]) => {
    const value = given.get(name) ?? null;
    const isMoment = type === 'TIMESTAMP' && value !== null;
    return [`filter_${name}`, isMoment ? `${String(value).replace(' ', 'T')}Z` : value];
  });
  const key = new Map<string, Scalar>(
    cursor === null ? [] : Object.entries(readCursor(resource, cursor)),
  );
  const after = keyFields[resource].map((name) => [`after_${name}`, key.get(name) ?? null]);
  return { ...Object.fromEntries([...filters, ...after]), most: limit + 1 };
}

function readCursor<R extends ResourceName>(resource: R, cursor: string) {
  const pattern = keyFields[resource].map(() => '\\d{1,16}').join('/');
  if (new RegExp(`^${pattern}$`).test(cursor)) return readKey(resource, cursor);
  throw unknownCursor();
}

/** A page of records by key. Twins among them are settled first. */
export async function listRecords<R extends ResourceName>(
  source: Source<R>,
  filter: Partial<Records[R]>,
  page: PageRequest,
): Promise<Page<Stored<Records[R]>>> {
  const { run, log, resource, table } = source;
  const keyTextOf = (record: Records[R]) => keyText(resource, keyOf(resource, record));
  for (;;) {
    const rows = await run(selectRecords(resource, table), valuesOf(source, filter, page));
    const contested = rows.filter((row) => row.is_contested === true);
    if (contested.length === 0) {
      const items = rows.slice(0, page.limit).map((row) => toStored<R>(table, row));
      const last = items.at(-1);
      const hasMore = rows.length > page.limit && last !== undefined;
      return { items, next: hasMore ? keyTextOf(last.record) : null };
    }
    await Promise.all(contested.map((row) => readState(log, keyTextOf(readRecord(table, row)))));
  }
}

function toStored<R extends ResourceName>(table: EventTable, row: Row): Stored<Records[R]> {
  return {
    record: readRecord(table, row),
    version: Number(row.version),
    changedAt: String(row.changed_at),
    changedBy: String(row.changed_by),
  };
}

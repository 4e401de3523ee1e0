import { type Page, type PageRequest, unknownCursor } from '../../../domain/page.ts';
import type { Change, HistoryFilter, Operation } from '../../../domain/tracking/change.ts';
import { type ResourceName, readKey } from '../../../domain/tracking/resource.ts';
import type { Row, RunStatement, Scalar } from '../statement.ts';
import { selectHistory } from './sql/select-history.ts';

const separator = '_';

function readCursor(cursor: string): { before: string; before_id: string } {
  const [before = '', before_id = ''] = cursor.split(separator);
  if (!Number.isNaN(Date.parse(before)) && before_id !== '') return { before, before_id };
  throw unknownCursor();
}

const textOf = (id: number | undefined) => (id === undefined ? null : String(id));

function valuesOf(filter: HistoryFilter, { cursor, limit }: PageRequest): Record<string, Scalar> {
  const { before, before_id } =
    cursor === null ? { before: null, before_id: null } : readCursor(cursor);
  return {
    resource: filter.resource ?? null,
    step: textOf(filter.step_id),
    entity: textOf(filter.entity_id),
    object: textOf(filter.object_id),
    operation: filter.operation ?? null,
    actor: filter.actor ?? null,
    since: filter.since ?? null,
    until: filter.until ?? null,
    before,
    before_id,
    most: limit + 1,
  };
}

const parse = (payload: Scalar | undefined) =>
  typeof payload === 'string' ? JSON.parse(payload) : null;

function readChange(row: Row): Change {
  const resource = String(row.resource) as ResourceName;
  return {
    eventId: String(row.event_id),
    resource,
    key: readKey(resource, String(row.key)),
    version: Number(row.version),
    operation: String(row.operation) as Operation,
    at: String(row.changed_at),
    actor: String(row.changed_by),
    reason: row.reason === null ? null : String(row.reason),
    old: parse(row.old_payload),
    new: parse(row.payload),
    isWithdrawn: row.is_void === true,
  };
}

/** A page of every change that was ever made, newest first. */
export async function readHistory(
  run: RunStatement,
  filter: HistoryFilter,
  page: PageRequest,
): Promise<Page<Change>> {
  const changes = (await run(selectHistory, valuesOf(filter, page))).map(readChange);
  const items = changes.slice(0, page.limit);
  const last = items.at(-1);
  const hasMore = changes.length > page.limit && last !== undefined;
  return { items, next: hasMore ? `${last.at}${separator}${last.eventId}` : null };
}

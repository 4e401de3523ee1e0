import { referencesOf } from '../../../domain/tracking/refusals.ts';
import {
  type Keys,
  keyOf,
  keyText,
  type Records,
  type ResourceName,
} from '../../../domain/tracking/resource.ts';
import type { Author, RecordStore, Stored } from '../../../domain/tracking/tracking-store.ts';
import type { RunStatement } from '../statement.ts';
import { changeRecord, type Logs, type Wish } from './change-record.ts';
import { readState, type Write } from './event-log.ts';
import type { EventTable } from './event-table.ts';
import { listRecords } from './list-records.ts';
import type { TrackedEvent } from './tracked-event.ts';

interface Intent<R extends ResourceName> {
  readonly key: Keys[R];
  readonly operation: Write['operation'];
  readonly record: Records[R] | null;
  readonly author: Author;
  readonly expectedVersion?: number | undefined;
}

function wishFor<R extends ResourceName>(
  resource: R,
  { key, operation, record, author, expectedVersion }: Intent<R>,
): Wish<R> {
  const references = record === null ? [] : referencesOf(resource, record);
  const refer = (to: ResourceName) =>
    references.find((reference) => reference.resource === to)?.key ?? null;
  return {
    resource,
    key,
    references,
    write: {
      key: keyText(resource, key),
      expected_version: expectedVersion ?? null,
      operation,
      payload: record === null ? null : JSON.stringify(record),
      step_ref: refer('phase'),
      entity_ref: refer('entity'),
      changed_by: author.actor,
      reason: author.reason ?? null,
    },
  };
}

function toStored<R extends ResourceName>(event: TrackedEvent): Stored<Records[R]> {
  const { version, changedAt, changedBy } = event;
  return { record: JSON.parse(event.payload ?? ''), version, changedAt, changedBy };
}

/** One resource in its event table. */
export function bigqueryRecordStore<R extends ResourceName>(
  run: RunStatement,
  logs: Logs,
  resource: R,
  table: EventTable,
): RecordStore<R> {
  const log = logs[resource];
  const put = async (intent: Intent<R>) =>
    toStored<R>(await changeRecord(logs, wishFor(resource, intent)));
  return {
    async get(key) {
      const state = await readState(log, keyText(resource, key));
      return state === null ? null : toStored<R>(state);
    },
    list: (filter, page) => listRecords({ run, log, resource, table }, filter, page),
    create: (record, author) =>
      put({ key: keyOf(resource, record), operation: 'create', record, author }),
    replace: (record, author, expectedVersion) =>
      put({ key: keyOf(resource, record), operation: 'replace', record, author, expectedVersion }),
    async remove(key, author, expectedVersion) {
      const intent: Intent<R> = { key, operation: 'delete', record: null, author, expectedVersion };
      await changeRecord(logs, wishFor(resource, intent));
    },
  };
}

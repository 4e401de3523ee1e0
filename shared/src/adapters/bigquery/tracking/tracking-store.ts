import type { ResourceName } from '../../../domain/tracking/resource.ts';
import type { TrackingStore } from '../../../domain/tracking/tracking-store.ts';
import type { RunStatement } from '../statement.ts';
import type { Logs } from './change-record.ts';
import { eventLog } from './event-log.ts';
import { eventTables } from './event-table.ts';
import { readHistory } from './read-history.ts';
import { readOverviewFacts } from './read-overview-facts.ts';
import { bigqueryRecordStore } from './record-store.ts';

/** The tracking tables in BigQuery, as `ensureTracking` makes them. */
export function bigqueryTrackingStore(run: RunStatement): TrackingStore {
  const logs: Logs = {
    phase: eventLog(run, eventTables.phase),
    progress: eventLog(run, eventTables.progress),
    entity: eventLog(run, eventTables.entity),
    entity_object: eventLog(run, eventTables.entity_object),
  };
  const storeOf = <R extends ResourceName>(resource: R) =>
    bigqueryRecordStore(run, logs, resource, eventTables[resource]);
  return {
    phase: storeOf('phase'),
    progress: storeOf('progress'),
    entity: storeOf('entity'),
    entity_object: storeOf('entity_object'),
    history: (filter, page) => readHistory(run, filter, page),
    readOverviewFacts: (filter) => readOverviewFacts(run, filter),
  };
}

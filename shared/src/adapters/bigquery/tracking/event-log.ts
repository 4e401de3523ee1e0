import type { ResourceName } from '../../../domain/tracking/resource.ts';
import { gatherCalls } from '../gather-calls.ts';
import type { Row, RunStatement } from '../statement.ts';
import type { EventTable, EventTableName } from './event-table.ts';
import { settleTwins, withdraw } from './settle-twins.ts';
import { appendEvents } from './sql/append-events.ts';
import { readEvents } from './sql/read-events.ts';
import { readReferrers } from './sql/read-referrers.ts';
import { newestOf, readEvent, type TrackedEvent } from './tracked-event.ts';

/** A change that is to be appended, as `appendEvents` takes it. */
export interface Write {
  readonly event_id: string;
  readonly key: string;
  readonly expected_version: number | null;
  readonly operation: 'create' | 'replace' | 'delete';
  readonly payload: string | null;
  readonly step_ref: string | null;
  readonly entity_ref: string | null;
  readonly changed_by: string;
  readonly reason: string | null;
}

export interface FoundReferrers {
  readonly referred: string;
  readonly resource: ResourceName;
  readonly count: number;
  readonly example: string;
}

/** A key, and the change of it that is read back. */
interface Reading {
  readonly key: string;
  readonly event_id: string | null;
}

/** One event table. Calls that come while a statement runs go together in the next one. */
export interface EventLog {
  readonly events: EventTableName;
  /** Appends the write if it may be made; whether it was, `readBack` tells. */
  append(write: Write): Promise<void>;
  /** The changes of the write's key, from its own version on if it was appended, else the newest. */
  readBack(write: Write): Promise<TrackedEvent[]>;
  /** The changes of the newest version. */
  read(key: string): Promise<TrackedEvent[]>;
  readReferrers(key: string): Promise<FoundReferrers[]>;
  /** Decides between changes of the same version; the id of the one that counts. */
  settle(twins: readonly TrackedEvent[]): Promise<string>;
  withdraw(event: TrackedEvent, reason: string): Promise<void>;
}

const mostAtOnce = 200;
/** Who reads needs not wait for another's reading; more would only press on BigQuery's queue. */
const reads = { most: mostAtOnce, runs: 2 };

/** Writes that exclude each other may go together; of others each is to be made. */
const oneAfterTheOther = ({ key, operation, expected_version }: Write) =>
  operation === 'create' || expected_version !== null ? undefined : key;

function valuesOf({ refersBy }: EventTable, writes: readonly Write[]) {
  const references = refersBy.map((column) => [
    `${column}s`,
    writes.flatMap((write) => write[column] ?? []),
  ]);
  return {
    writes: writes.map((write) => ({ ...write })),
    keys: writes.map(({ key }) => key),
    ...Object.fromEntries(references),
  };
}

export function eventLog(run: RunStatement, table: EventTable): EventLog {
  const { events, referredBy } = table;
  const appending = {
    withDeletions: appendEvents(table, true),
    without: appendEvents(table, false),
  };
  const reading = { back: readEvents(table, true), only: readEvents(table, false) };

  const append = gatherCalls<Write, readonly Row[]>(
    (writes) => {
      // Of writes that exclude each other the first goes; the others read back that they didn't.
      const firsts = [...new Map(writes.toReversed().map((write) => [write.key, write])).values()];
      const hasDeletions = firsts.some(({ operation }) => operation === 'delete');
      const statement = hasDeletions ? appending.withDeletions : appending.without;
      return run(statement, valuesOf(table, firsts));
    },
    { most: mostAtOnce, keyOf: oneAfterTheOther },
  );
  const read = gatherCalls<Reading, readonly Row[]>((readings) => {
    const eventIds = readings.flatMap(({ event_id }) => (event_id === null ? [] : [event_id]));
    return run(eventIds.length > 0 ? reading.back : reading.only, {
      keys: [...new Set(readings.map(({ key }) => key))],
      event_ids: eventIds,
    });
  }, reads);
  const find = gatherCalls<string, readonly Row[]>(
    async (keys) =>
      referredBy === null ? [] : run(readReferrers(referredBy), { keys: [...new Set(keys)] }),
    reads,
  );
  const ofKey = (rows: readonly Row[], key: string) =>
    rows.map(readEvent).filter((event) => event.key === key);

  return {
    events,
    append: async (write) => {
      await append(write);
    },
    readBack: async (write) => ofKey(await read(write), write.key),
    read: async (key) => ofKey(await read({ key, event_id: null }), key),
    readReferrers: async (key) =>
      (await find(key)).map(readReferrer).filter(({ referred }) => referred === key),
    settle: (twins) => settleTwins(run, events, twins),
    withdraw: (event, reason) => withdraw(run, events, [event], reason),
  };
}

function readReferrer(row: Row): FoundReferrers {
  return {
    referred: String(row.referred),
    resource: String(row.resource) as ResourceName,
    count: Number(row.referrers),
    example: String(row.example),
  };
}

/** The change that a key's state is; null where there is none. Twins are settled on the way. */
export async function readState(log: EventLog, key: string): Promise<TrackedEvent | null> {
  for (;;) {
    const events = await log.read(key);
    const newest = newestOf(events);
    const [state] = newest;
    if (newest.length < 2)
      return state === undefined || state.operation === 'delete' ? null : state;
    await log.settle(events.filter(({ version }) => version === state?.version));
  }
}

import { randomUUID } from 'node:crypto';
import type { AppError } from '../../../domain/app-error.ts';
import {
  type Reference,
  refuseBusy,
  refuseKnown,
  refuseMoved,
  refuseReferences,
  refuseReferred,
  refuseUnknown,
} from '../../../domain/tracking/refusals.ts';
import type { Keys, ResourceName } from '../../../domain/tracking/resource.ts';
import { type EventLog, readState, type Write } from './event-log.ts';
import type { TrackedEvent } from './tracked-event.ts';

/** Losing so often in a row takes that many other writers of one key, each in a process of its own. */
const mostTries = 12;

/** A change that somebody asks for. */
export interface Wish<R extends ResourceName = ResourceName> {
  readonly resource: R;
  readonly key: Keys[R];
  readonly write: Omit<Write, 'event_id'>;
  readonly references: readonly Reference[];
}

export type Logs = { readonly [R in ResourceName]: EventLog };

/**
 * Makes a change, or fails as the ports say. One statement appends it under all its conditions,
 * another reads it back: what overlapped with the first is settled then (`settleTwins`), and a
 * reference whose end was deleted in the same instant makes the change void. Either both sides of
 * such a pair are void then or one of them is; both never count.
 */
export async function changeRecord(logs: Logs, wish: Wish): Promise<TrackedEvent> {
  const log = logs[wish.resource];
  for (let tries = 0; tries < mostTries; tries++) {
    const write: Write = { ...wish.write, event_id: randomUUID() };
    await log.append(write);
    const [events, referrers] = await Promise.all([
      log.readBack(write),
      write.operation === 'delete' ? log.readReferrers(write.key) : [],
    ]);
    const own = events.find(({ eventId }) => eventId === write.event_id);
    if (own === undefined) {
      const refusal = await explain(logs, wish);
      if (refusal !== null) throw refusal;
    } else if (await isFirst(log, own, events)) {
      if (!own.isAnchored) {
        await log.withdraw(own, 'What it refers to was deleted.');
        const missing = await findMissing(logs, wish.references);
        if (missing.length > 0) throw refuseReferences(missing);
      } else if (referrers.length > 0) {
        await log.withdraw(own, 'Something refers to it.');
        throw refuseReferred(wish.resource, wish.key, referrers);
      } else return own;
    }
  }
  throw refuseBusy(wish.resource, wish.key);
}

async function isFirst(
  log: EventLog,
  own: TrackedEvent,
  events: readonly TrackedEvent[],
): Promise<boolean> {
  const twins = events.filter(({ version }) => version === own.version);
  if (twins.every(({ eventId }) => eventId === own.eventId)) return !own.isVoid;
  return (await log.settle(twins)) === own.eventId && !own.isVoid;
}

/** Why a change was not appended; null where the reason is gone, so that it may be tried again. */
async function explain(logs: Logs, wish: Wish): Promise<AppError | null> {
  const { resource, key, write, references } = wish;
  const state = await readState(logs[resource], write.key);
  if (write.operation === 'create') {
    if (state !== null) return refuseKnown(resource, key);
  } else {
    if (state === null) return refuseUnknown(resource, key);
    const { expected_version: expected } = write;
    if (expected !== null && expected !== state.version) {
      return refuseMoved(resource, key, state.version);
    }
  }
  const missing = await findMissing(logs, references);
  if (missing.length > 0) return refuseReferences(missing);
  if (write.operation !== 'delete') return null;
  const referrers = await logs[resource].readReferrers(write.key);
  return referrers.length > 0 ? refuseReferred(resource, key, referrers) : null;
}

async function findMissing(logs: Logs, references: readonly Reference[]): Promise<Reference[]> {
  const states = await Promise.all(
    references.map(({ resource, key }) => readState(logs[resource], key)),
  );
  return references.filter((_, index) => states[index] === null);
}

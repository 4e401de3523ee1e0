import type { Row } from '../statement.ts';

/** One change as an event table keeps it. */
export interface TrackedEvent {
  readonly eventId: string;
  readonly key: string;
  readonly version: number;
  readonly operation: string;
  /** The record as JSON; null for a deletion. */
  readonly payload: string | null;
  readonly changedBy: string;
  readonly changedAt: string;
  /** Another change made it void. */
  readonly isVoid: boolean;
  /** False where what it refers to is not there. */
  readonly isAnchored: boolean;
}

const isThere = (reference: unknown, has: unknown) => reference === null || has !== false;

export function readEvent(row: Row): TrackedEvent {
  return {
    eventId: String(row.event_id),
    key: String(row.key),
    version: Number(row.version),
    operation: String(row.operation),
    payload: row.payload === null ? null : String(row.payload),
    changedBy: String(row.changed_by),
    changedAt: String(row.changed_at),
    isVoid: row.is_void === true,
    isAnchored:
      isThere(row.step_ref, row.has_step_ref) && isThere(row.entity_ref, row.has_entity_ref),
  };
}

/** The newest changes that count; more than one where changes of the same version wait to be settled. */
export function newestOf(events: readonly TrackedEvent[]): TrackedEvent[] {
  const counting = events.filter(({ isVoid }) => !isVoid);
  const version = Math.max(...counting.map((event) => event.version));
  const newest = counting.filter((event) => event.version === version);
  // A statement that was sent twice may have been run twice: the same change is one change.
  return [...new Map(newest.map((event) => [event.eventId, event])).values()];
}

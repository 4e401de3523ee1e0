import * as z from 'zod';
import { AppError } from '../app-error.ts';
import type { Fate, TrackingOutbox, WaitingRecord } from './tracking-outbox.ts';
import { type ProgressRecorder, trackingRecordSchema } from './tracking-record.ts';

export interface DrainPorts {
  readonly outbox: TrackingOutbox;
  /** Gives what records; asked only when there is something to record. */
  readonly recorder: () => Promise<ProgressRecorder>;
}

/** What a drain came to. */
export interface Drained {
  readonly recorded: number;
  /** Why it ended before everything was tried: nothing can be recorded at the moment. */
  readonly stopped: string | null;
  /** Why records were put off for the first time, each reason once. */
  readonly postponed: readonly string[];
}

/** What a drain has found out so far. */
interface Findings {
  recorded: number;
  left: number;
  stopped: string | null;
  readonly postponed: Set<string>;
  readonly unknownEntities: Map<number, string>;
}

const recordsATake = 50;
const firstWaitSeconds = 60;
const longestWaitSeconds = 3600;

function postpone({ attempts }: WaitingRecord, code: string, reason: string, found: Findings) {
  if (attempts === 0) found.postponed.add(reason);
  const seconds = Math.min(firstWaitSeconds * 2 ** attempts, longestWaitSeconds);
  return { kind: 'postponed', code, reason, seconds } as const;
}

function judge(error: unknown, waiting: WaitingRecord, found: Findings): Fate {
  const isKnown = error instanceof AppError;
  const [code, reason] = isKnown ? [error.code, error.message] : ['internal', String(error)];
  const isAway = code === 'unavailable' || code === 'misconfigured';
  if (isAway) found.stopped = reason;
  if (isAway || code === 'busy') {
    found.left++;
    return { kind: 'left', code, reason };
  }
  if (code === 'unknown-reference') found.unknownEntities.set(waiting.entityId, reason);
  return postpone(waiting, code, reason, found);
}

async function send(ports: DrainPorts, waiting: WaitingRecord, found: Findings): Promise<Fate> {
  const unknown = found.unknownEntities.get(waiting.entityId);
  if (unknown !== undefined) return postpone(waiting, 'unknown-reference', unknown, found);
  const record = trackingRecordSchema.safeParse(waiting.record);
  if (!record.success) {
    const reason = `The record can't be read. ${z.prettifyError(record.error)}`;
    return postpone(waiting, 'invalid-object', reason, found);
  }
  try {
    const recorder = await ports.recorder();
    await recorder.record(record.data);
    found.recorded++;
    return { kind: 'recorded' };
  } catch (error) {
    return judge(error, waiting, found);
  }
}

/** Works of one entity are told one after the other, because they change the same progress. */
function laneOf({ id, entityId, record }: WaitingRecord): string {
  const isWork = /^work-/.test(String((record as { record?: unknown } | null)?.record));
  return isWork ? `works of ${entityId}` : id;
}

async function sendAll(
  ports: DrainPorts,
  records: readonly WaitingRecord[],
  found: Findings,
  isOver: () => boolean,
): Promise<Map<string, Fate>> {
  const fates = new Map<string, Fate>();
  const lanes = Map.groupBy(records, laneOf);
  const sendLane = async (lane: readonly WaitingRecord[]) => {
    for (const waiting of lane) {
      if (found.stopped !== null || isOver()) return;
      fates.set(waiting.id, await send(ports, waiting, found));
    }
  };
  await Promise.all([...lanes.values()].map(sendLane));
  return fates;
}

/**
 * Records what waits in the outbox, until nothing is due, nothing can be recorded, or `isOver` says
 * that the time is up. A record that can't be kept as things are (its entity is unknown) holds up
 * no other one; it is tried again after a minute, later at least every hour, and as soon as another
 * one of its entity was recorded. Several may drain at the same time.
 */
export async function drainOutbox(ports: DrainPorts, isOver: () => boolean): Promise<Drained> {
  const found: Findings = {
    recorded: 0,
    left: 0,
    stopped: null,
    postponed: new Set(),
    unknownEntities: new Map(),
  };
  let taken: number;
  do {
    taken = await ports.outbox.take(recordsATake, (records) =>
      sendAll(ports, records, found, isOver),
    );
  } while (taken > 0 && found.left === 0 && !isOver());
  const { recorded, stopped, postponed } = found;
  return { recorded, stopped, postponed: [...postponed] };
}

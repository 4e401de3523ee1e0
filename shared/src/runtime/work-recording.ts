import { type DrainPorts, drainOutbox } from '../domain/tracking/drain-outbox.ts';
import type { TrackingRecord } from '../domain/tracking/tracking-record.ts';
import type { Logger } from './logger.ts';
import { openRecording } from './recording.ts';

/** What recording a function's own work needs of the world. */
export interface WorkRecordingPorts {
  /** Whose database it is, where a request does not say. */
  readonly defaultEntity: number | null;
  /** Puts records where they wait until they are recorded. */
  readonly keepRecords: (records: readonly TrackingRecord[]) => Promise<void>;
  readonly tracking: DrainPorts;
}

/** Records work beside the work itself. Neither fails: the work counts, however it is recorded. */
export interface WorkRecording {
  /** Keeps a record, which is sent while the work goes on. */
  keep(record: TrackingRecord): Promise<void>;
  /** Sends what waits, for some seconds at most; the rest waits for a later call. */
  finish(): Promise<void>;
}

/** Work that ends sooner is recorded at its end. */
const delayMs = 1000;
/** What a call spends at most on recording, after its work. */
const limitMs = 20_000;

/** Opens the recording of one call. */
export function openWorkRecording(
  { keepRecords, tracking }: WorkRecordingPorts,
  log: Logger,
): WorkRecording {
  const drain = (isOver: () => boolean) => drainOutbox(tracking, isOver);
  const recording = openRecording({ drain, delayMs, limitMs, log });
  return {
    async keep(record) {
      try {
        await keepRecords([record]);
        recording.wake();
      } catch (error) {
        log.warn({ err: error, record: record.record }, 'work not recorded');
      }
    },
    finish: recording.finish,
  };
}

/** Keeps one record of work that has ended, and sends it. */
export async function recordOnce(
  ports: WorkRecordingPorts,
  record: TrackingRecord,
  log: Logger,
): Promise<void> {
  const recording = openWorkRecording(ports, log);
  await recording.keep(record);
  await recording.finish();
}

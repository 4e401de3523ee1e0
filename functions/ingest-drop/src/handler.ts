import type { Drop } from '@cutover/shared/domain/ingest/drop.ts';
import type { Load } from '@cutover/shared/domain/ingest/load.ts';
import { loadDrop } from '@cutover/shared/domain/ingest/load-drop.ts';
import type { LoadPorts } from '@cutover/shared/domain/ingest/load-ports.ts';
import { isFolderMark } from '@cutover/shared/domain/ingest/object-name.ts';
import { type DrainPorts, drainOutbox } from '@cutover/shared/domain/tracking/drain-outbox.ts';
import type { Logger } from '@cutover/shared/runtime/logger.ts';
import { openRecording } from '@cutover/shared/runtime/recording.ts';
import type { CallLimits } from '@cutover/shared/runtime/storage-function.ts';

export interface Ports extends Omit<LoadPorts, 'checkDeadline' | 'wakeRecording'> {
  readonly deadlineSeconds: number;
  readonly tracking: DrainPorts;
}

/** A load that takes longer is shown as running. */
const recordingDelayMs = 1000;
/** What a call spends at most on recording, after its load. */
const recordingLimitMs = 20_000;

function describe(load: Load): object {
  const { finishedAt, startedAt } = load;
  const seconds = (Date.parse(finishedAt ?? startedAt) - Date.parse(startedAt)) / 1000;
  return {
    load_id: load.id,
    state: load.state,
    object: load.object,
    generation: load.generation,
    table: load.plan?.table,
    ...load.counts,
    seconds,
    error_code: load.errorCode ?? undefined,
  };
}

/** Loads the drop, logs its end in one line, and records it and what earlier calls could not record. */
export async function handle(
  ports: Ports,
  drop: Drop,
  log: Logger,
  limits: CallLimits,
): Promise<void> {
  if (isFolderMark(drop.name)) return;
  const recording = openRecording({
    drain: (isOver) => drainOutbox(ports.tracking, isOver),
    delayMs: recordingDelayMs,
    limitMs: recordingLimitMs,
    log,
  });
  const load = await loadDrop({ ...ports, ...limits, wakeRecording: recording.wake }, drop);
  if (load.state === 'failed') log.warn(describe(load), 'load failed');
  else log.info(describe(load), 'load finished');
  await recording.finish();
}

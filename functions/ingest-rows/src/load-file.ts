import { AppError } from '@cutover/shared/domain/app-error.ts';
import type { Load } from '@cutover/shared/domain/ingest/load.ts';
import { loadFrom } from '@cutover/shared/domain/ingest/load-from.ts';
import type { LoadSource } from '@cutover/shared/domain/ingest/load-source.ts';
import type { DropReader } from '@cutover/shared/domain/ingest/ports.ts';
import { drainOutbox } from '@cutover/shared/domain/tracking/drain-outbox.ts';
import type { Logger } from '@cutover/shared/runtime/logger.ts';
import { openRecording } from '@cutover/shared/runtime/recording.ts';
import type { Ports } from './ports.ts';

/** A load that takes longer is shown as running. */
const recordingDelayMs = 1000;
/** What a call spends at most on recording, after its load. */
const recordingLimitMs = 5_000;

/** A file to be loaded, and how it is read. */
export interface FileToLoad {
  readonly source: Omit<LoadSource, 'kind' | 'identity'>;
  readonly drops: DropReader;
}

function deadlineOf({ deadlineSeconds }: Ports): () => void {
  const end = Date.now() + deadlineSeconds * 1000;
  return () => {
    if (Date.now() < end) return;
    throw new AppError('busy', 'The time of this call is over.');
  };
}

/** Loads a file as a drop is loaded, logs its end in one line, and records it. */
export async function loadFile(ports: Ports, file: FileToLoad, log: Logger): Promise<Load> {
  const recording = openRecording({
    drain: (isOver) => drainOutbox(ports.tracking, isOver),
    delayMs: recordingDelayMs,
    limitMs: recordingLimitMs,
    log,
  });
  const { drops } = file;
  const limits = { checkDeadline: deadlineOf(ports), wakeRecording: recording.wake };
  const source: LoadSource = { ...file.source, kind: 'upload', identity: ports.newIdentity() };
  const load = await loadFrom({ ...ports, ...limits, drops }, source);
  const { id, state, plan, counts } = load;
  log.info({ load_id: id, kind: load.kind, state, table: plan?.table, ...counts }, 'load finished');
  await recording.finish();
  return load;
}

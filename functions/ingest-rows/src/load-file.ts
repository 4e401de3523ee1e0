import type { RequestMark } from '@cutover/shared/domain/batch/request-mark.ts';
import type { Load } from '@cutover/shared/domain/ingest/load.ts';
import { loadFrom } from '@cutover/shared/domain/ingest/load-from.ts';
import type { LoadSource } from '@cutover/shared/domain/ingest/load-source.ts';
import type { DropReader } from '@cutover/shared/domain/ingest/ports.ts';
import { drainOutbox } from '@cutover/shared/domain/tracking/drain-outbox.ts';
import type { Logger } from '@cutover/shared/runtime/logger.ts';
import { openRecording } from '@cutover/shared/runtime/recording.ts';
import type { Answered } from './answer-load.ts';
import { deadlineOf } from './deadline-of.ts';
import { describeFile, type FileAnswer } from './describe-file.ts';
import type { Ports } from './ports.ts';

/** A load that takes longer is shown as running. */
const recordingDelayMs = 1000;
/** What a call spends at most on recording, after its load. */
const recordingLimitMs = 5_000;

/** A file to be loaded, and how it is read. */
export interface FileToLoad {
  readonly source: Omit<LoadSource, 'kind' | 'identity'>;
  readonly drops: DropReader;
  /** By which the request is known when it comes again. */
  readonly mark: RequestMark | null;
}

async function load(ports: Ports, file: FileToLoad, identity: string, log: Logger): Promise<Load> {
  const recording = openRecording({
    drain: (isOver) => drainOutbox(ports.tracking, isOver),
    delayMs: recordingDelayMs,
    limitMs: recordingLimitMs,
    log,
  });
  const { drops } = file;
  const limits = { checkDeadline: deadlineOf(ports), wakeRecording: recording.wake };
  const source: LoadSource = { ...file.source, kind: 'upload', identity };
  const ended = await ports.inTurn(() => loadFrom({ ...ports, ...limits, drops }, source));
  const { id, kind, state, plan, counts } = ended;
  log.info({ load_id: id, kind, state, table: plan?.table, ...counts }, 'load finished');
  await recording.finish();
  return ended;
}

/**
 * Loads a file as a drop is loaded. A request that comes again with its Idempotency-Key goes on with
 * its load where that was broken off, or gets the answer that it got.
 */
export async function loadFile(
  ports: Ports,
  file: FileToLoad,
  log: Logger,
): Promise<Answered<FileAnswer>> {
  const { mark } = file;
  const own = ports.newIdentity();
  const begun = mark === null ? null : await ports.requests.begin(mark, own);
  if (begun?.kind === 'answered') return { answer: JSON.parse(begun.answer), isReplayed: true };
  const identity = begun?.identity ?? own;
  const answer = await describeFile(ports.ledger, await load(ports, file, identity, log));
  if (mark !== null) await ports.requests.answer(mark, identity, JSON.stringify(answer));
  return { answer, isReplayed: false };
}

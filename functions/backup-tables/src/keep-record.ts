import type { SetFact } from '@cutover/shared/domain/backup/record-set.ts';
import { drainOutbox } from '@cutover/shared/domain/tracking/drain-outbox.ts';
import type { Logger } from '@cutover/shared/runtime/logger.ts';
import { openRecording } from '@cutover/shared/runtime/recording.ts';
import type { Ports } from './ports.ts';

/** What a call spends at most on recording, after its work. */
const recordingLimitMs = 20_000;

/** Never fails: the work is done, whether that is recorded now, later or not at all. */
export async function keepRecord(ports: Ports, record: SetFact, log: Logger): Promise<void> {
  try {
    await ports.keepRecords([record]);
  } catch (error) {
    const { kind, subject: set_id } = record;
    log.warn({ err: error, kind, set_id }, 'fact not recorded');
    return;
  }
  const drain = (isOver: () => boolean) => drainOutbox(ports.tracking, isOver);
  await openRecording({ drain, delayMs: 0, limitMs: recordingLimitMs, log }).finish();
}

import { describeLoad } from '@cutover/shared/domain/ingest/describe-load.ts';
import type { LedgerEntry } from '@cutover/shared/domain/ingest/load-reader.ts';

/**
 * How far reading has come. An object that is packed or in UTF-16 is read as other bytes than it is
 * stored as, so that nothing can be said of its size before its end.
 */
function describeProgress({ load, sizeBytes }: LedgerEntry) {
  const { plan, checkpoint, counts, state } = load;
  const bytes = plan?.seekable === false ? null : sizeBytes;
  const share = bytes === null || bytes === 0 ? null : checkpoint.offset / bytes;
  return {
    bytes_read: checkpoint.offset,
    bytes,
    rows_read: counts.read,
    percent: state === 'done' ? 100 : share === null ? null : Math.floor(share * 100),
  };
}

/** A load that has not ended takes as long as it has been heard of. */
const secondsOf = ({ load, updatedAt }: LedgerEntry): number =>
  (Date.parse(load.finishedAt ?? updatedAt) - Date.parse(load.startedAt)) / 1000;

/** A load as lists show it. */
export const describeEntry = (entry: LedgerEntry) => ({
  ...describeLoad(entry.load),
  seconds: secondsOf(entry),
  requested_by: entry.requestedBy,
  updated_at: entry.updatedAt,
  progress: describeProgress(entry),
});

import type { ReadingLimits, TableSize } from '@cutover/shared/domain/backup/plan-reading.ts';
import type { CleaningPorts } from '@cutover/shared/domain/backup/remove-set.ts';
import type { TakeSetPorts } from '@cutover/shared/domain/backup/take-set.ts';
import type { VerifyPorts } from '@cutover/shared/domain/backup/verify-set.ts';
import type { RestorePorts } from '@cutover/shared/domain/restore/restore-ports.ts';
import type { DrainPorts } from '@cutover/shared/domain/tracking/drain-outbox.ts';
import type { TrackingRecord } from '@cutover/shared/domain/tracking/tracking-record.ts';

/** What the function needs of the world. */
export interface Ports extends TakeSetPorts, VerifyPorts, CleaningPorts {
  readonly database: string;
  /** Whose database it is, where a request does not say. */
  readonly defaultEntity: number | null;
  /** The chosen tables, or all of them, by how large they are. Fails with `unknown-table`. */
  readonly measureTables: (tables?: readonly string[]) => Promise<TableSize[]>;
  readonly reading: Omit<ReadingLimits, 'seconds'>;
  /** Runs what must not run twice at the same time; null, and nothing is run, where it runs already. */
  readonly runAlone: <T>(work: () => Promise<T>) => Promise<T | null>;
  /** By which drills restore. */
  readonly restore: RestorePorts;
  readonly keepRecords: (records: readonly TrackingRecord[]) => Promise<void>;
  readonly tracking: DrainPorts;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}

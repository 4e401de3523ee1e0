import type { ReadingLimits, TableSize } from '@cutover/shared/domain/backup/plan-reading.ts';
import type { CleaningPorts } from '@cutover/shared/domain/backup/remove-set.ts';
import type { TakeSetPorts } from '@cutover/shared/domain/backup/take-set.ts';
import type { VerifyPorts } from '@cutover/shared/domain/backup/verify-set.ts';
import type { RestorePorts } from '@cutover/shared/domain/restore/restore-ports.ts';
import type { WorkRecordingPorts } from '@cutover/shared/runtime/work-recording.ts';

/** What the function needs of the world. */
export interface Ports extends TakeSetPorts, VerifyPorts, CleaningPorts, WorkRecordingPorts {
  readonly database: string;
  /** The chosen tables, or all of them, by how large they are. Fails with `unknown-table`. */
  readonly measureTables: (tables?: readonly string[]) => Promise<TableSize[]>;
  readonly reading: Omit<ReadingLimits, 'seconds'>;
  /** Runs what must not run twice at the same time; null, and nothing is run, where it runs already. */
  readonly runAlone: <T>(work: () => Promise<T>) => Promise<T | null>;
  /** By which drills restore. */
  readonly restore: RestorePorts;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}

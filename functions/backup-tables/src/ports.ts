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
  /** By which drills restore. */
  readonly restore: RestorePorts;
  readonly keepRecords: (records: readonly TrackingRecord[]) => Promise<void>;
  readonly tracking: DrainPorts;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}

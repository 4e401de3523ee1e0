import type { TrackingStore } from '@cutover/shared/domain/tracking/tracking-store.ts';
import type { ProgressPorts } from '@cutover/shared/domain/tracking/write-progress.ts';

/** What the function needs of the world. */
export interface Ports extends ProgressPorts {
  readonly store: TrackingStore;
  /** Rejects when BigQuery or its tracking tables do not answer. */
  readonly ping: () => Promise<void>;
}

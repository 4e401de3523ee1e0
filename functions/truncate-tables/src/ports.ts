import type { TruncatePorts } from '@cutover/shared/domain/truncate/ports.ts';

/** What the function needs of the world. */
export interface Ports extends TruncatePorts {
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}

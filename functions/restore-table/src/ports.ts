import type { RestorePorts } from '@cutover/shared/domain/restore/restore-ports.ts';

/** What the function needs of the world. */
export interface Ports extends RestorePorts {
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}

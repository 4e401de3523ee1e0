import type { RestorePorts } from '@cutover/shared/domain/restore/restore-ports.ts';
import type { RestoreRecordingPorts } from '@cutover/shared/runtime/recorded-undo.ts';

/** What the function needs of the world. */
export interface Ports extends RestorePorts, RestoreRecordingPorts {
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}

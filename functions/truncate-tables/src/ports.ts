import type { TruncatePorts } from '@cutover/shared/domain/truncate/ports.ts';
import type { RestoreRecordingPorts } from '@cutover/shared/runtime/recorded-undo.ts';

/** What the function needs of the world. */
export interface Ports extends TruncatePorts, RestoreRecordingPorts {
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}

import type { BatchLedger } from '@cutover/shared/domain/batch/ports.ts';
import type { RequestLedger } from '@cutover/shared/domain/batch/request-ledger.ts';
import type { MarkRequest } from '@cutover/shared/domain/batch/request-mark.ts';
import type { FormReader } from '@cutover/shared/domain/ingest/form.ts';
import type { LoadPorts } from '@cutover/shared/domain/ingest/load-ports.ts';
import type { LoadReader } from '@cutover/shared/domain/ingest/load-reader.ts';
import type { ObjectFinder } from '@cutover/shared/domain/ingest/object-finder.ts';
import type { DropReader, RejectDiscarder } from '@cutover/shared/domain/ingest/ports.ts';
import type { UploadSessions } from '@cutover/shared/domain/ingest/upload-sessions.ts';
import type { DrainPorts } from '@cutover/shared/domain/tracking/drain-outbox.ts';
import type { KnownTables } from './find-table.ts';

/** What the function needs of the world. */
export interface Ports extends Omit<LoadPorts, 'checkDeadline' | 'wakeRecording' | 'drops'> {
  readonly batches: BatchLedger;
  readonly requests: RequestLedger;
  /** How long a request may come again. */
  readonly idempotencyHours: number;
  readonly markRequest: MarkRequest;
  readonly readForm: FormReader;
  /** Reads the file that a request has brought. */
  readonly readUpload: (bytes: Uint8Array) => DropReader;
  /** Finds and reads objects in buckets, of which `sourceBuckets` may be loaded from. */
  readonly objects: ObjectFinder;
  readonly readObjects: DropReader;
  readonly sourceBuckets: readonly string[];
  /** Lets only so many files be loaded at a time as there are connections for. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly loads: LoadReader;
  readonly uploads: UploadSessions;
  readonly now: () => Date;
  readonly discarder: RejectDiscarder;
  /** Something that no other load has. */
  readonly newIdentity: () => string;
  readonly knownTables: KnownTables;
  /** After so many seconds a load hands over. */
  readonly deadlineSeconds: number;
  readonly tracking: DrainPorts;
  /** Has evidence and progress of ended loads published and recorded, behind the answer. */
  readonly followUp: () => void;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
}

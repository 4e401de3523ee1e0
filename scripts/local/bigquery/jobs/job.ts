import type { ErrorProto } from '../api-error.ts';
import type { Session } from '../engine/session.ts';
import type { StoredResult } from './stored-result.ts';

export interface JobReference {
  readonly projectId: string;
  readonly jobId: string;
  readonly location: string;
}

/** What a job has come to. */
export interface Outcome {
  /** The `statistics` of the job beside its times, as the API writes them. */
  readonly statistics: object;
  /** The rows that a query answered; null where there are none to read. */
  readonly result: StoredResult | null;
  /** Faults that did not stop the job. */
  readonly warnings?: readonly ErrorProto[];
}

/** A job as the work that it does sees it. */
export interface RunningJob {
  readonly reference: JobReference;
  /** Says on which connection the job works from now on. Throws `stopped` for a cancelled job. */
  begin(session: Session): void;
  /**
   * Keeps the job as done, in the transaction of what it writes and as its last part: a client that
   * chose the job's id learns after a crash whether it was done.
   */
  keep(session: Session, outcome: Outcome): Promise<void>;
}

/** What is known of a job; times are in milliseconds since 1970. */
export interface JobFacts {
  readonly reference: JobReference;
  readonly kind: 'query' | 'load' | 'copy';
  /** As the API writes it. */
  readonly configuration: object;
  readonly created: number;
  readonly started: number;
  /** Null while the job runs. */
  readonly ended: number | null;
  /** Why the job failed. */
  readonly error: ErrorProto | null;
  readonly errors: readonly ErrorProto[];
  readonly statistics: object;
}

export interface Job {
  facts(): JobFacts;
  /** The rows of a query, while they are kept. */
  result(): StoredResult | null;
  /** Resolves when the job has ended, well or not. */
  readonly done: Promise<void>;
  /** Ends the job soon, where it still runs. */
  cancel(): void;
}

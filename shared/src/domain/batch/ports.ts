import type { Contract } from '../contract.ts';
import type { ColumnTarget } from '../header.ts';
import type { Counts, Load, LoadPlan } from '../ingest/load.ts';
import type { LoadTransaction, Row, RowStore } from '../ingest/ports.ts';
import type { RequestMark } from './request-mark.ts';

/** A batch as it enters the ledger: all of it is known when it does. */
export interface NewLoad {
  readonly kind: 'batch' | 'repair';
  /** What its rows are of, where that is no request of their own. */
  readonly object: string;
  readonly requestedBy: string;
  readonly plan: LoadPlan;
  readonly counts: Counts;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly sizeBytes: number | null;
  readonly startedAt: Date;
  /** Whether its result is to be written to the results bucket; it is in any case once its rejects change. */
  readonly isPublished: boolean;
}

/** A table's rows, whose numbers the database may give. */
export interface NumberingRowStore extends RowStore {
  /**
   * Adds all rows and returns the numbers that the database gave to those which have none at
   * `position` (-1: none has), in their order and null for the others; or adds none and returns null
   * where it refuses any.
   */
  insertNumbered(rows: readonly Row[], position: number): Promise<(string | null)[] | null>;
}

/** What a batch writes: rows, rejects, ledger and the request's answer commit together. */
export interface BatchTransaction
  extends Pick<
    LoadTransaction,
    | 'startOver'
    | 'keepRejects'
    | 'fixRejects'
    | 'lockOpenRejects'
    | 'supersedeOlderRejects'
    | 'waitingRejects'
    | 'settleRetried'
    | 'record'
  > {
  rows(contract: Contract, targets: readonly ColumnTarget[]): Promise<NumberingRowStore>;
  /** Enters the load, which has ended; before its rejects are kept. */
  enter(load: NewLoad): Promise<Load>;
  /** The ids of the load's rejects, in the order of its rows. */
  rejectIds(): Promise<string[]>;
}

export interface BatchLedger {
  /**
   * Runs `work` in one transaction, which commits with the answer that it returns; tried again when
   * the database chose it as a deadlock's victim. A request that was answered before is not worked
   * on: its answer is given again. Throws `busy` while the same request is being worked on,
   * `key-reused` where the key came with another request, and `unavailable` when the database does
   * not answer: then nothing is added.
   */
  transact(
    mark: RequestMark | null,
    work: (transaction: BatchTransaction) => Promise<string>,
  ): Promise<{ readonly answer: string; readonly isReplayed: boolean }>;
  /** Runs `work` in a transaction of a load that was entered before, which commits when it is done. */
  goOn(loadId: string, work: (transaction: BatchTransaction) => Promise<void>): Promise<void>;
}

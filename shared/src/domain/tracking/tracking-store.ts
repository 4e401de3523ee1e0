import type { Page, PageRequest } from '../page.ts';
import type { Change, HistoryFilter } from './change.ts';
import type { OverviewFacts, OverviewFilter } from './overview-facts.ts';
import type { Keys, Records, ResourceName } from './resource.ts';

/** Who makes a change, and why where that matters (an overridden gate). */
export interface Author {
  readonly actor: string;
  readonly reason?: string | null;
}

/** A record as it stands. */
export interface Stored<Value> {
  readonly record: Value;
  /** Counts the changes of this key, deletions too, so that no version ever comes twice. */
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly changedAt: string;
  readonly changedBy: string;
}

/**
 * One resource's records. Every write is settled when its promise is: one that was done stays
 * done, whatever else is written at the same time, and of two that exclude each other one fails.
 * A write that failed with `unavailable` may have been done.
 */
export interface RecordStore<R extends ResourceName> {
  get(key: Keys[R]): Promise<Stored<Records[R]> | null>;
  /** Records whose fields equal all those of the filter, by key ascending. */
  list(filter: Partial<Records[R]>, page: PageRequest): Promise<Page<Stored<Records[R]>>>;
  /** Fails with `conflict` where the key exists, with `unknown-reference` where what it refers to doesn't. */
  create(record: Records[R], author: Author): Promise<Stored<Records[R]>>;
  /**
   * Fails with `not-found` where the key doesn't exist, with `precondition-failed` where its
   * version isn't the expected one, and with `unknown-reference`.
   */
  replace(
    record: Records[R],
    author: Author,
    expectedVersion?: number,
  ): Promise<Stored<Records[R]>>;
  /** Fails like `replace`, and with `conflict` where other records refer to this one. */
  remove(key: Keys[R], author: Author, expectedVersion?: number): Promise<void>;
}

/** All tracking tables. */
export type TrackingStore = { readonly [R in ResourceName]: RecordStore<R> } & {
  /** Every change that was ever made, newest first. */
  history(filter: HistoryFilter, page: PageRequest): Promise<Page<Change>>;
  readOverviewFacts(filter: OverviewFilter): Promise<OverviewFacts>;
};

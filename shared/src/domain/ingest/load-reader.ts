import type { Page, PageRequest } from '../page.ts';
import type { DigestLine } from './digest.ts';
import type { Load, LoadState } from './load.ts';
import type { LoadKind } from './load-source.ts';
import type { PublishedReject, RejectPages, RejectSelection, RejectState } from './ports.ts';

/** What a list of loads is narrowed to; all that is given must fit. */
export interface LoadFilter {
  readonly state?: LoadState | undefined;
  readonly kind?: LoadKind | undefined;
  readonly table?: string | undefined;
  readonly entity?: number | undefined;
  /** The object's name in the bucket. */
  readonly object?: string | undefined;
  /** Started at this moment or later; ISO 8601, UTC. */
  readonly since?: string | undefined;
  /** Started before this moment. */
  readonly until?: string | undefined;
}

/** A load with what only its readers want to know. */
export interface LedgerEntry {
  readonly load: Load;
  /** Of the object, as it is stored. */
  readonly sizeBytes: number | null;
  /** Who sent it; null for what came through a bucket. */
  readonly requestedBy: string | null;
  /** When its last step was booked. */
  readonly updatedAt: string;
}

/** A reject with what became of it. */
export interface KeptReject extends PublishedReject {
  readonly state: RejectState;
  readonly closedAt: string | null;
  /** The load that brought the record after all, or refused it again. */
  readonly closedBy: string | null;
  /** The later reject of the same record. */
  readonly supersededBy: string | null;
  readonly discardedBy: string | null;
  readonly discardReason: string | null;
}

export type RejectCounts = Readonly<Record<RejectState, number>>;

/** The ledger for those who look. Nothing here waits for a load or keeps one waiting. */
export interface LoadReader extends RejectPages {
  /** Newest first. A load that begins while pages are read may come on none of them, and none comes twice. */
  list(filter: LoadFilter, page: PageRequest): Promise<Page<LedgerEntry>>;
  find(id: string): Promise<LedgerEntry | null>;
  countRejects(loadId: string): Promise<RejectCounts>;
  /**
   * The digest of the load's published rejects. Of a load that is not published as it stands only
   * its first rejects are looked at.
   */
  digestRejects(load: Load): Promise<readonly DigestLine[]>;
  /** Those of the load's rejects that have one of these ids. */
  findRejects(loadId: string, ids: readonly string[]): Promise<KeptReject[]>;
  /** In the file's order. */
  listRejects(selection: RejectSelection, page: PageRequest): Promise<Page<KeptReject>>;
}

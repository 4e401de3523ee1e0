import type { CellEncoding } from '../csv/decode-cell.ts';
import type { Dialect } from '../csv/dialect.ts';
import type { LoadKind } from './load-source.ts';
import type { NotAddedColumns } from './not-added-file.ts';

/** What became of the records of a load. All are numbers of records, except `read` they add up to `read`. */
export interface Counts {
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  /** Already in the table with the same values, or left as they are by the rule `skip`. */
  readonly unchanged: number;
  readonly rejected: number;
  /** Lines of nothing but delimiters and white space. */
  readonly blank: number;
  /** Good records that were not written: an atomic load was refused, or a limit of rejects reached. */
  readonly withheld: number;
}

export const noCounts: Counts = {
  read: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  blank: 0,
  withheld: 0,
};

export function addCounts(left: Counts, right: Counts): Counts {
  return {
    read: left.read + right.read,
    inserted: left.inserted + right.inserted,
    updated: left.updated + right.updated,
    unchanged: left.unchanged + right.unchanged,
    rejected: left.rejected + right.rejected,
    blank: left.blank + right.blank,
    withheld: left.withheld + right.withheld,
  };
}

/** True where every record that was read is accounted for. */
export function booksBalance(counts: Counts): boolean {
  const { inserted, updated, unchanged, rejected, blank, withheld } = counts;
  return counts.read === inserted + updated + unchanged + rejected + blank + withheld;
}

export const loadStates = ['running', 'loaded', 'done', 'failed'] as const;

/** `running`: chunks are being written. `loaded`: all are, what follows from them is not done yet. */
export type LoadState = (typeof loadStates)[number];

export type ConflictRule = 'reject' | 'skip' | 'update';

/** How the drop is read and written; settled when the load begins and kept with it. */
export interface LoadPlan {
  readonly kind: LoadKind;
  readonly table: string;
  readonly mode: 'partial' | 'atomic';
  readonly dryRun: boolean;
  readonly conflict: ConflictRule;
  readonly maxRejects: number | null;
  readonly maxRejectRatio: number | null;
  readonly dialect: Dialect;
  readonly encoding: CellEncoding;
  /** The file's header as it stands there; null where the file has none. */
  readonly header: readonly string[] | null;
  /** The columns of the file, for its not_added file. */
  readonly columns: NotAddedColumns;
  /** The entity that this load is part of moving, where the drop or the function's settings name one. */
  readonly entity: number | null;
  /** True where a byte offset of the text is one of the object too (neither compressed nor UTF-16). */
  readonly seekable: boolean;
  /** A repaired file that came through `fixed/`: its `_reject_id` cells close rejects. */
  readonly isRepair: boolean;
}

export interface Checkpoint {
  /** First byte and line that the next chunk begins with, in the decompressed UTF-8 text. */
  readonly offset: number;
  readonly line: number;
}

/** One load as the ledger keeps it (table `cutover_load`). */
export interface Load {
  readonly id: string;
  readonly kind: LoadKind;
  readonly state: LoadState;
  /** Empty where it was no object. */
  readonly bucket: string;
  readonly object: string;
  readonly generation: string | null;
  /** Null until the drop has been looked at. */
  readonly plan: LoadPlan | null;
  readonly checkpoint: Checkpoint;
  readonly counts: Counts;
  /** The entity that its rejects count to: the plan's, or that of the rejects which they took the place of. */
  readonly entity: number | null;
  readonly errorCode: string | null;
  readonly error: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

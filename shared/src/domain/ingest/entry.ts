import type { Fault } from '../fault.ts';
import type { PackedRows } from './packed-rows.ts';

/** A checked record on its way into the table. */
export interface Entry {
  /** The record's first line in its file. */
  readonly line: number;
  /** The original cells. */
  readonly cells: readonly string[];
  /** Canonical stored texts in the order of the plan's targets; undefined where the cell is faulty. */
  readonly values: readonly (string | null | undefined)[];
  /** What the check of the cells found; null where nothing is wrong. */
  readonly faults: readonly Fault[] | null;
  /** The reject that this record repairs (`_reject_id` of a repaired file). */
  readonly repairs: string | null;
}

/** What became of an entry: it stands in the table, or the reasons why not. */
export type Outcome = 'inserted' | 'updated' | 'unchanged' | readonly Fault[];

export interface Chunk {
  /** Good records, in the file's order. */
  readonly packed: PackedRows;
  /** The other records, in the file's order: faulty ones, and good ones that can't be packed. */
  readonly entries: readonly Entry[];
  readonly blank: number;
  /** Where the next chunk begins. */
  readonly offset: number;
  readonly line: number;
  readonly isLast: boolean;
}

import type { Contract } from '../contract.ts';
import type { ColumnTarget } from '../header.ts';
import type { ConflictRule } from './load.ts';

/** What decides over a checked record: the table, the columns that the file brings, known keys. */
export interface EntryRules {
  readonly contract: Contract;
  readonly targets: readonly ColumnTarget[];
  /** What becomes of a record whose key is in the table with other values. */
  readonly conflict: ConflictRule;
}

/** Positions of the columns among the targets, or null where the file does not bring all of them. */
export function positionsOf(
  columns: readonly string[],
  targets: readonly ColumnTarget[],
): number[] | null {
  const positions = columns.map((name) => targets.findIndex(({ column }) => column.name === name));
  return positions.length > 0 && !positions.includes(-1) ? positions : null;
}

import type { Contract, ForeignKey } from '../contract.ts';
import type { ColumnTarget } from '../header.ts';
import type { ConflictRule } from './load.ts';

/** What decides over a checked record: the table, the columns that the file brings, known keys. */
export interface EntryRules {
  readonly contract: Contract;
  readonly targets: readonly ColumnTarget[];
  /** What becomes of a record whose key is in the table with other values. */
  readonly conflict: ConflictRule;
}

/** Columns with their positions among the targets. */
export interface KeyColumns {
  readonly columns: readonly string[];
  readonly positions: readonly number[];
}

/** Positions of the columns among the targets, or null where the file does not bring all of them. */
export function positionsOf(
  columns: readonly string[],
  targets: readonly ColumnTarget[],
): number[] | null {
  const positions = columns.map((name) => targets.findIndex(({ column }) => column.name === name));
  return positions.length > 0 && !positions.includes(-1) ? positions : null;
}

/**
 * The key by which a record is known again: the primary key, else a unique key that the file brings
 * whole. Without columns where it brings none.
 */
export function identifyingKey({ contract, targets }: Omit<EntryRules, 'conflict'>): KeyColumns {
  const keys = [contract.primaryKey, ...contract.uniqueKeys.map(({ columns }) => columns)];
  const columns = keys.find((names) => positionsOf(names, targets) !== null) ?? [];
  return { columns, positions: positionsOf(columns, targets) ?? [] };
}

/**
 * Foreign keys that can be looked up before the rows are written: the file brings all their
 * columns, and the parents are not rows of the same table, which the file itself may bring.
 */
export function checkableForeignKeys(rules: Omit<EntryRules, 'conflict'>): ForeignKey[] {
  const { contract, targets } = rules;
  return contract.foreignKeys.filter(
    ({ parentTable, columns }) =>
      parentTable !== contract.table && positionsOf(columns, targets) !== null,
  );
}

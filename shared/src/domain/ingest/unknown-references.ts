import type { ForeignKey } from '../contract.ts';
import type { Fault } from '../fault.ts';
import type { Entry } from './entry.ts';
import { type EntryRules, positionsOf } from './entry-rules.ts';
import { describeKey, type Key, keyAt, keyTextAt } from './key-text.ts';
import type { RowStore } from './ports.ts';

const unknownReference = (foreignKey: ForeignKey, key: Key): Fault => ({
  column: foreignKey.columns.join(', '),
  code: 'unknown-reference',
  message: `${foreignKey.parentTable} has no row with ${describeKey(foreignKey.parentColumns, key)}.`,
});

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

/** The entries that refer to rows which are not there, with a fault for each such reference. */
export async function findUnknownReferences(
  rows: RowStore,
  entries: readonly Entry[],
  rules: EntryRules,
): Promise<Map<Entry, Fault[]>> {
  const faults = new Map<Entry, Fault[]>();
  const incoming = entries.map(({ values }) => values);
  for (const foreignKey of checkableForeignKeys(rules)) {
    const missing = await rows.findMissingParents(foreignKey, incoming);
    if (missing.size === 0) continue;
    const positions = positionsOf(foreignKey.columns, rules.targets) ?? [];
    for (const entry of entries) {
      const text = keyTextAt(entry.values, positions);
      if (text === null || !missing.has(text)) continue;
      const fault = unknownReference(foreignKey, keyAt(entry.values, positions));
      faults.set(entry, [...(faults.get(entry) ?? []), fault]);
    }
  }
  return faults;
}

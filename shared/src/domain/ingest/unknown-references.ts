import type { ForeignKey } from '../contract.ts';
import type { Fault } from '../fault.ts';
import type { Entry } from './entry.ts';
import { type EntryRules, positionsOf } from './entry-rules.ts';
import { describeKey, type Key, keyAt, keyTextAt } from './key-text.ts';
import type { Findings } from './look-up.ts';

const unknownReference = (foreignKey: ForeignKey, key: Key): Fault => ({
  column: foreignKey.columns.join(', '),
  code: 'unknown-reference',
  message: `${foreignKey.parentTable} has no row with ${describeKey(foreignKey.parentColumns, key)}.`,
});

/** The entries that refer to rows which are not there, with a fault for each such reference. */
export function findUnknownReferences(
  entries: readonly Entry[],
  { targets }: EntryRules,
  missing: Findings['missing'],
): Map<Entry, Fault[]> {
  const faults = new Map<Entry, Fault[]>();
  for (const [foreignKey, keys] of missing) {
    if (keys.size === 0) continue;
    const positions = positionsOf(foreignKey.columns, targets) ?? [];
    for (const entry of entries) {
      const text = keyTextAt(entry.values, positions);
      if (text === null || !keys.has(text)) continue;
      const fault = unknownReference(foreignKey, keyAt(entry.values, positions));
      faults.set(entry, [...(faults.get(entry) ?? []), fault]);
    }
  }
  return faults;
}

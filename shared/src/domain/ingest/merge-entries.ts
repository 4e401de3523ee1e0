import type { Entry } from './entry.ts';
import type { PackedRows } from './packed-rows.ts';

/** Entries and the packed rows at these indexes, in the order of the file. */
export function mergeEntries(
  entries: readonly Entry[],
  packed: PackedRows,
  indexes: Iterable<number>,
): readonly Entry[] {
  const unpacked = Array.from(indexes, (index) => packed.entryAt(index));
  if (unpacked.length === 0) return entries;
  return [...entries, ...unpacked].sort((left, right) => left.line - right.line);
}

/** All records of a chunk as entries, in the order of the file. */
export function allEntries({
  packed,
  entries,
}: {
  readonly packed: PackedRows;
  readonly entries: readonly Entry[];
}): readonly Entry[] {
  return mergeEntries(entries, packed, Array(packed.count).keys());
}

import type { Column, ColumnKind, Contract } from '../contract.ts';

/** A key that orders all rows of a table and tells them apart. */
export interface PageKey {
  /** Of its index; the primary key's is PRIMARY. */
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Kinds whose values the database does not order as it compares them with a text, or can't hold in a key. */
const unordered: readonly ColumnKind[] = ['set', 'json', 'geometry'];

/**
 * The primary key, or else the unique key of the fewest columns, the first by name, that has no
 * NULLs: NULLs are many under one key. Null where there is none.
 */
export function choosePageKey({ columns, primaryKey, uniqueKeys }: Contract): PageKey | null {
  const others = uniqueKeys.toSorted(
    (a, b) => a.columns.length - b.columns.length || (a.name < b.name ? -1 : 1),
  );
  for (const key of [{ name: 'PRIMARY', columns: primaryKey }, ...others]) {
    const found = key.columns.flatMap((name) => columns.filter((column) => column.name === name));
    const isFit = found.every(({ nullable, kind }) => !nullable && !unordered.includes(kind));
    if (found.length > 0 && isFit) return { name: key.name, columns: found };
  }
  return null;
}

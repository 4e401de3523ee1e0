/** Finds the row that has an integer key. */
export interface KeyIndex {
  /** The row with this key, or -1. */
  find(key: number): number;
  /** Notes the row of a key that is not there yet. NULL, which is NaN, is no key. */
  add(key: number, row: number): void;
  clear(): void;
}

/**
 * Most files come in the order of their key: such keys are kept in two flat lists, and a key beyond
 * the greatest is known to be new by one comparison, where a map would cost more than all other
 * decisions over a record.
 */
export function createKeyIndex(capacity: number): KeyIndex {
  const ascending = new Float64Array(capacity);
  const rows = new Uint32Array(capacity);
  const others = new Map<number, number>();
  let count = 0;
  let greatest = Number.NEGATIVE_INFINITY;

  function findAscending(key: number): number {
    let low = 0;
    let high = count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = ascending[middle] ?? Number.NaN;
      if (found === key) return rows[middle] ?? -1;
      if (found < key) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  return {
    find: (key) => (key <= greatest ? (others.get(key) ?? findAscending(key)) : -1),
    add(key, row) {
      if (Number.isNaN(key)) return;
      if (key < greatest) {
        others.set(key, row);
        return;
      }
      greatest = key;
      ascending[count] = key;
      rows[count++] = row;
    },
    clear() {
      count = 0;
      greatest = Number.NEGATIVE_INFINITY;
      others.clear();
    },
  };
}

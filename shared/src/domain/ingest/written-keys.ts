/** Which entry writes under which key. */
export interface WrittenKeys {
  find(key: string): number | undefined;
  add(key: string, writer: number): void;
}

/** Longer integers are not exact as numbers. */
const mostExactDigits = 15;

/**
 * Remembers who writes which key. Most files come in the order of an integer key: such keys are
 * kept in two flat lists, and a key beyond the greatest is known to be new by one comparison, where
 * a map would cost more than all other decisions over a record. `areIntegers`: keys are canonical
 * integers.
 */
export function createWrittenKeys(areIntegers: boolean): WrittenKeys {
  const ascending: number[] = [];
  const writers: number[] = [];
  const others = new Map<string, number>();
  let greatest = Number.NEGATIVE_INFINITY;

  const asNumber = (key: string) =>
    areIntegers && key.length <= mostExactDigits ? Number(key) : Number.NaN;

  function findAscending(number: number): number | undefined {
    let low = 0;
    let high = ascending.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = ascending[middle] ?? Number.NaN;
      if (found === number) return writers[middle];
      if (found < number) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  return {
    find(key) {
      const number = asNumber(key);
      if (number > greatest && others.size === 0) return undefined;
      return others.get(key) ?? findAscending(number);
    },
    add(key, writer) {
      const number = asNumber(key);
      if (!(number > greatest)) {
        others.set(key, writer);
        return;
      }
      greatest = number;
      ascending.push(number);
      writers.push(writer);
    },
  };
}

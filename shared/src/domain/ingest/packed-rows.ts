import type { ForeignKey } from '../contract.ts';
import type { ColumnTarget } from '../header.ts';
import type { Entry } from './entry.ts';
import type { KeyIndex } from './key-index.ts';

/**
 * Good records of a chunk as the bytes in which they are written (`packing/row-buffer.ts`), with
 * the numbers that decide over them. No two of them have the same key, and each is the first good
 * record of its chunk with its key. A record becomes an entry again only where it needs one.
 */
export interface PackedRows {
  readonly count: number;
  /** The columns in the order of a row's values. */
  readonly targets: readonly ColumnTarget[];
  /** The rows' keys; NaN is NULL. Empty where the file brings no key. */
  readonly keys: Float64Array;
  /** What the rows refer to; NaN is NULL. */
  readonly references: ReadonlyMap<ForeignKey, Float64Array>;
  /** The row with this key (as `keyText`), or -1. */
  indexOfKey(key: string): number;
  entryAt(index: number): Entry;
  /** The bytes of all rows but the ones at these ascending indexes. */
  bytesWithout(excluded: readonly number[]): Uint8Array[];
  /** Gives the rows' memory to later ones: nobody looks at these any more. */
  release(): void;
}

/** Columns of numbers by row, and where each row ends. */
export interface PackedColumns {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly targets: readonly ColumnTarget[];
  readonly keys: Float64Array;
  readonly index: Pick<KeyIndex, 'find'>;
  readonly references: ReadonlyMap<ForeignKey, Float64Array>;
  readonly entryAt: (index: number) => Entry;
  readonly release: () => void;
}

export function packedRows(columns: PackedColumns): PackedRows {
  const { bytes, ends, targets, keys, index, references, entryAt, release } = columns;
  const endOf = (row: number) => (row < 0 ? 0 : (ends[row] ?? 0));

  return {
    count: ends.length,
    targets,
    keys,
    references,
    entryAt,
    release,
    indexOfKey: (key) => index.find(Number(key)),
    bytesWithout(excluded) {
      const parts: Uint8Array[] = [];
      let from = 0;
      for (const row of [...excluded, ends.length]) {
        const to = endOf(row - 1);
        if (to > from) parts.push(bytes.subarray(from, to));
        from = endOf(row);
      }
      return parts;
    },
  };
}

const nothing = new Float64Array(0);

/** Of files whose records are not packed. */
export const noPackedRows: PackedRows = packedRows({
  bytes: new Uint8Array(0),
  ends: new Uint32Array(0),
  targets: [],
  keys: nothing,
  index: { find: () => -1 },
  references: new Map(),
  entryAt: () => {
    throw new RangeError('There is no packed row.');
  },
  release: () => {
    // There is no memory to give back.
  },
});

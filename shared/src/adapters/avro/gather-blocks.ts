import type { EncodedRows } from './encoded-rows.ts';

/**
 * Before they are packed. The specification leaves the size open; BigQuery takes blocks of at most
 * 16 MB, and reads smaller ones side by side.
 */
const blockBytes = 1024 * 1024;

/** Rows for one block of a file. */
export interface RowBlock {
  readonly count: number;
  readonly bytes: Uint8Array;
}

/** The first row from `row` on that ends behind `limit`. */
function findCut(ends: Uint32Array, row: number, limit: number): number {
  let cut = row;
  while (cut < ends.length && (ends[cut] ?? 0) <= limit) cut++;
  return cut;
}

function join(parts: readonly RowBlock[]): RowBlock {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
  };
}

/** Makes blocks of at most 1 MB of rows, whatever the portions they come in; a larger row is alone. */
export async function* gatherBlocks(rows: AsyncIterable<EncodedRows>): AsyncGenerator<RowBlock> {
  let parts: RowBlock[] = [];
  let gathered = 0;
  for await (const { bytes, ends } of rows) {
    for (let row = 0; row < ends.length; ) {
      const from = ends[row - 1] ?? 0;
      const fitting = findCut(ends, row, from + blockBytes - gathered);
      const cut = fitting === row && parts.length === 0 ? row + 1 : fitting;
      if (cut > row) {
        const part = bytes.subarray(from, ends[cut - 1]);
        parts.push({ count: cut - row, bytes: part });
        gathered += part.length;
        row = cut;
      }
      if (gathered < blockBytes && row === ends.length) continue;
      yield join(parts);
      parts = [];
      gathered = 0;
    }
  }
  if (parts.length > 0) yield join(parts);
}

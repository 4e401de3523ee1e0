import { AvroBuffer } from './avro-buffer.ts';
import type { EncodedRows } from './encoded-rows.ts';
import { releaseBytes } from './release-bytes.ts';

/**
 * Before they are packed. The specification leaves the size open; BigQuery takes blocks of at most
 * 16 MB, and reads smaller ones side by side.
 */
const blockBytes = 1024 * 1024;

/** Rows for one block of a file. Whoever takes one owns its bytes. */
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

/** Makes blocks of at most 1 MB of rows, whatever the portions they come in; a larger row is alone. */
export async function* gatherBlocks(rows: AsyncIterable<EncodedRows>): AsyncGenerator<RowBlock> {
  let block = new AvroBuffer(blockBytes);
  let count = 0;
  const take = (): RowBlock => {
    const taken = { count, bytes: block.written() };
    block = new AvroBuffer(blockBytes);
    count = 0;
    return taken;
  };
  for await (const { bytes, ends } of rows) {
    if (ends.length === 1 && bytes.length > blockBytes) {
      if (count > 0) yield take();
      yield { count: 1, bytes };
      continue;
    }
    for (let row = 0; row < ends.length; ) {
      const from = ends[row - 1] ?? 0;
      const fitting = findCut(ends, row, from + blockBytes - block.length);
      const cut = fitting === row && count === 0 ? row + 1 : fitting;
      block.appendRaw(bytes.subarray(from, ends[cut - 1] ?? 0));
      count += cut - row;
      row = cut;
      if (block.length >= blockBytes || row < ends.length) yield take();
    }
    releaseBytes(bytes);
  }
  if (count > 0) yield take();
}

import type { Dialect } from '../csv/dialect.ts';
import { createRecordReader, type RawRecord } from '../csv/record-reader.ts';
import type { Chunk, Entry } from './entry.ts';
import { createEntryMaker, type EntryOptions } from './entry-maker.ts';
import type { Checkpoint } from './load.ts';

export interface ChunkOptions extends EntryOptions {
  readonly dialect: Dialect;
  readonly from: Checkpoint;
  /** A chunk ends with this many records, or before when its records take `chunkBytes`. */
  readonly chunkRows: number;
  readonly chunkBytes: number;
}

/**
 * Reads a drop's bytes as checked records in chunks. Chunks end at the same records however the
 * bytes arrive, so that a load that goes on from a checkpoint meets the chunks that it would have
 * met. The last chunk may be empty. Memory: one chunk and one record.
 */
export async function* readChunks(
  bytes: AsyncIterable<string>,
  options: ChunkOptions,
): AsyncGenerator<Chunk> {
  const { chunkRows, chunkBytes } = options;
  const reader = createRecordReader({ ...options, ...options.from });
  const toEntry = createEntryMaker(options);
  const ready: Chunk[] = [];
  let entries: Entry[] = [];
  let blank = 0;
  let { offset, line } = options.from;
  let chunkStart = offset;

  function cut(isLast: boolean): Chunk {
    const chunk = { entries, blank, offset, line, isLast };
    entries = [];
    blank = 0;
    chunkStart = offset;
    return chunk;
  }

  function take(record: RawRecord, recordBytes: () => string): void {
    if (record.blank) blank++;
    else entries.push(toEntry(record, recordBytes));
    offset = record.endOffset;
    line = record.endLine;
    if (entries.length + blank >= chunkRows || offset - chunkStart >= chunkBytes) {
      ready.push(cut(false));
    }
  }

  for await (const piece of bytes) {
    reader.push(piece, take);
    yield* ready.splice(0);
  }
  reader.end(take);
  yield* ready.splice(0);
  yield cut(true);
}

import type { Dialect } from '../csv/dialect.ts';
import type { Piece } from '../csv/piece.ts';
import { createRecordReader, type RawRecord } from '../csv/record-reader.ts';
import type { Chunk, Entry } from './entry.ts';
import { createEntryMaker, type EntryMaker, type EntryOptions } from './entry-maker.ts';
import type { Checkpoint } from './load.ts';
import { noPackedRows } from './packed-rows.ts';
import type { PackingPlan } from './packing-plan.ts';
import { createRowPacker, type RowPacker } from './row-packer.ts';

export interface ChunkOptions extends EntryOptions {
  readonly dialect: Dialect;
  readonly from: Checkpoint;
  /** How good records are packed; null where they are not. */
  readonly packing: PackingPlan | null;
  /** A chunk ends with this many records, or before when its records take `chunkBytes`. */
  readonly chunkRows: number;
  readonly chunkBytes: number;
}

/** Packs nothing. */
const idlePacker: RowPacker = {
  packBytes: () => -1,
  packEntry: () => false,
  take: () => noPackedRows,
};

function createPacker(options: ChunkOptions, toEntry: EntryMaker) {
  const { packing: plan, dialect, maxRecordBytes, chunkRows: capacity } = options;
  return plan === null
    ? idlePacker
    : createRowPacker({ plan, dialect, maxRecordBytes, capacity, toEntry });
}

/**
 * Reads a drop's bytes as checked records in chunks. Chunks end at the same records however the
 * bytes arrive, so that a load that goes on from a checkpoint meets the chunks that it would have
 * met. The last chunk may be empty. Memory: one chunk and one record.
 */
export async function* readChunks(
  pieces: AsyncIterable<Piece>,
  options: ChunkOptions,
): AsyncGenerator<Chunk> {
  const { chunkRows, chunkBytes } = options;
  const toEntry = createEntryMaker(options);
  const packer = createPacker(options, toEntry);
  const reader = createRecordReader({ ...options, ...options.from });
  const newline = options.dialect.newline.charCodeAt(0);
  const ready: Chunk[] = [];
  let entries: Entry[] = [];
  let blank = 0;
  let records = 0;
  let { offset, line } = options.from;
  let chunkStart = offset;

  function cut(isLast: boolean): Chunk {
    const chunk = { packed: packer.take(), entries, blank, offset, line, isLast };
    entries = [];
    blank = 0;
    records = 0;
    chunkStart = offset;
    return chunk;
  }

  function goOn(endOffset: number, endLine: number): void {
    records++;
    offset = endOffset;
    line = endLine;
    if (records >= chunkRows || offset - chunkStart >= chunkBytes) ready.push(cut(false));
  }

  /** Packs the record at `start` and answers where the next one begins, or `start`. */
  function pack(piece: Piece, start: number): number {
    const end = reader.isIdle() ? packer.packBytes(piece, start, line) : -1;
    if (end === -1) return start;
    const length = end + 1 - start;
    reader.skipLine(length);
    goOn(offset + length, line + 1);
    return end + 1;
  }

  function look(record: RawRecord, recordBytes: () => string): void {
    if (record.blank) blank++;
    else {
      const entry = toEntry(record, recordBytes);
      if (!packer.packEntry(entry, recordBytes)) entries.push(entry);
    }
    goOn(record.endOffset, record.endLine);
  }

  /** Looks closely at the line from `start` on, or at all the rest where nothing is packed. */
  function readOn(piece: Piece, start: number): number {
    const lineEnd = packer === idlePacker ? -1 : piece.bytes.indexOf(newline, start);
    const end = lineEnd === -1 ? piece.bytes.length : lineEnd + 1;
    reader.push(piece.text(start, end), look);
    return end;
  }

  for await (const piece of pieces) {
    for (let at = 0; at < piece.bytes.length; ) {
      const packed = pack(piece, at);
      at = packed > at ? packed : readOn(piece, at);
    }
    yield* ready.splice(0);
  }
  reader.end(look);
  yield* ready.splice(0);
  yield cut(true);
}

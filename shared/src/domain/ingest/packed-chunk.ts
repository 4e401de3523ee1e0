import type { ForeignKey } from '../contract.ts';
import type { Piece } from '../csv/piece.ts';
import { createRecordScanner } from '../csv/record-scanner.ts';
import { RowBuffer } from '../packing/row-buffer.ts';
import type { Entry } from './entry.ts';
import { createKeyIndex } from './key-index.ts';
import { type PackedRows, packedRows } from './packed-rows.ts';
import type { PackedColumn } from './packing-plan.ts';
import type { RowPackerOptions } from './row-packer.ts';

/** Where a record stands: its bytes without their line end, and its line in the file. */
export interface Place {
  readonly piece: Pick<Piece, 'text'>;
  readonly from: number;
  readonly to: number;
  readonly line: number;
}

/** A chunk's packed rows while they are gathered. Its memory serves one chunk after the other. */
export interface PackedChunk {
  /** Where the next row is appended before it is noted and added. */
  readonly rows: RowBuffer;
  /**
   * Notes what decides over the next row. False where it can't be packed: its key has come before
   * in this chunk, or an integer is not exact as a number.
   */
  hasRoomFor(read: (column: PackedColumn) => number): boolean;
  /** Adds the row that was noted, whose record stands there. */
  add(place: Place): void;
  /** The rows so far. Nothing is added before they are released. */
  close(release: () => void): PackedRows;
  /** Forgets all rows. */
  clear(): void;
}

const isExact = (integer: number) => Number.isSafeInteger(integer) || Number.isNaN(integer);

/** Where packed rows came from, to make entries of them. */
function createSources({ dialect, capacity, toEntry }: RowPackerOptions) {
  const pieces: Place['piece'][] = [];
  const pieceAt = new Uint32Array(capacity);
  const starts = new Uint32Array(capacity);
  const ends = new Uint32Array(capacity);
  const lines = new Float64Array(capacity);
  return {
    note(index: number, { piece, from, to, line }: Place) {
      if (pieces[pieces.length - 1] !== piece) pieces.push(piece);
      pieceAt[index] = pieces.length - 1;
      starts[index] = from;
      ends[index] = to;
      lines[index] = line;
    },
    clear() {
      pieces.length = 0;
    },
    entryAt(index: number): Entry {
      const piece = pieces[pieceAt[index] ?? 0];
      const text = piece?.text(starts[index] ?? 0, ends[index] ?? 0) ?? '';
      const scanner = createRecordScanner(dialect);
      scanner.scan(text, 0, true);
      const record = { cells: scanner.cells(), line: lines[index] ?? 0, startOffset: 0 };
      return toEntry({ ...record, fault: null }, () => text);
    },
  };
}

export function createPackedChunk(options: RowPackerOptions): PackedChunk {
  const { plan, capacity } = options;
  const rows = new RowBuffer();
  const sources = createSources(options);
  const ends = new Uint32Array(capacity);
  const keys = new Float64Array(plan.key === null ? 0 : capacity);
  const index = createKeyIndex(keys.length);
  const references = plan.references.map((reference) => ({
    reference,
    numbers: new Float64Array(capacity),
  }));
  let count = 0;

  return {
    rows,
    hasRoomFor(read) {
      for (const { reference, numbers } of references) {
        const number = read(reference);
        if (!isExact(number)) return false;
        numbers[count] = number;
      }
      if (plan.key === null) return true;
      const key = read(plan.key);
      keys[count] = key;
      return isExact(key) && index.find(key) === -1;
    },
    add(place) {
      sources.note(count, place);
      if (plan.key !== null) index.add(keys[count] ?? Number.NaN, count);
      ends[count++] = rows.length;
    },
    clear() {
      rows.length = 0;
      count = 0;
      index.clear();
      sources.clear();
    },
    close(release) {
      const numbersOf: [ForeignKey, Float64Array][] = references.map(({ reference, numbers }) => [
        reference.foreignKey,
        numbers.subarray(0, count),
      ]);
      return packedRows({
        bytes: rows.written(),
        ends: ends.subarray(0, count),
        targets: plan.targets,
        keys: keys.subarray(0, count),
        index,
        references: new Map(numbersOf),
        entryAt: sources.entryAt,
        release,
      });
    },
  };
}

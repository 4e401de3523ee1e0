import type { Dialect } from '../csv/dialect.ts';
import type { Piece } from '../csv/piece.ts';
import { createRowCopier } from '../packing/row-copier.ts';
import type { Entry } from './entry.ts';
import type { EntryMaker } from './entry-maker.ts';
import { createPackedChunk } from './packed-chunk.ts';
import type { PackedRows } from './packed-rows.ts';
import type { PackedColumn, PackingPlan } from './packing-plan.ts';

export interface RowPackerOptions {
  readonly plan: PackingPlan;
  readonly dialect: Dialect;
  readonly maxRecordBytes: number;
  /** Rows that a chunk has at most. */
  readonly capacity: number;
  readonly toEntry: EntryMaker;
}

/** Packs the good records of a file, chunk by chunk. */
export interface RowPacker {
  /** Packs the good record at `start`. Returns the position of its line end, or -1 where it wants a closer look. */
  packBytes(piece: Piece, start: number, line: number): number;
  /** Packs a record that was looked at closely, or answers false; `bytes` is how it stands in the file. */
  packEntry(entry: Entry, bytes: () => string): boolean;
  /** Gives the packed rows away, and begins anew. */
  take(): PackedRows;
}

const minus = 45;
const zero = 48;
const backslash = 92;

/** The integer that begins at `at`; NaN for NULL. */
function readInteger(bytes: Uint8Array, at: number): number {
  if (bytes[at] === backslash) return Number.NaN;
  const isNegative = bytes[at] === minus;
  let value = 0;
  for (let next = isNegative ? at + 1 : at; ; next++) {
    const digit = (bytes[next] ?? 0) - zero;
    if (!(digit >= 0 && digit <= 9)) return isNegative ? -value : value;
    value = value * 10 + digit;
  }
}

/** A chunk and what copies records into its rows. */
function openChunk(options: RowPackerOptions) {
  const { plan, dialect, maxRecordBytes } = options;
  const chunk = createPackedChunk(options);
  const copier = createRowCopier({ dialect, columns: plan.columns, maxRecordBytes }, chunk.rows);
  return { chunk, copier };
}

export function createRowPacker(options: RowPackerOptions): RowPacker {
  const { plan } = options;
  const idle: ReturnType<typeof openChunk>[] = [];
  let open = openChunk(options);
  let entry: Entry | null = null;

  const readRow = ({ cell }: PackedColumn) =>
    readInteger(open.chunk.rows.bytes, open.copier.valueStart(cell));
  const readEntry = ({ position }: PackedColumn) => {
    const value = entry?.values[position] ?? null;
    return value === null ? Number.NaN : Number(value);
  };

  return {
    packBytes(piece, start, line) {
      const { chunk, copier } = open;
      const before = chunk.rows.length;
      const end = copier.copy(piece.bytes, start);
      if (end < 0 || !chunk.hasRoomFor(readRow)) {
        chunk.rows.length = before;
        return -1;
      }
      chunk.add({ piece, from: start, to: end, line });
      return end;
    },
    packEntry(looked, bytes) {
      const { chunk } = open;
      entry = looked;
      if (looked.faults !== null || !chunk.hasRoomFor(readEntry)) return false;
      const text = bytes();
      chunk.rows.appendRow(plan.positions.map((position) => looked.values[position]));
      chunk.add({ piece: { text: () => text }, from: 0, to: text.length, line: looked.line });
      return true;
    },
    take() {
      const full = open;
      open = idle.pop() ?? openChunk(options);
      return full.chunk.close(() => {
        full.chunk.clear();
        idle.push(full);
      });
    },
  };
}

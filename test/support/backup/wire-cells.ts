import type { WireRows } from '../../../shared/src/domain/backup/wire-rows.ts';

/** Reads a length-encoded integer (MySQL's protocol, "Protocol::LengthEncodedInteger"). */
function readLength(bytes: Buffer, at: number): { length: number; next: number } {
  const first = bytes.readUInt8(at);
  if (first < 0xfb) return { length: first, next: at + 1 };
  const width = { 252: 2, 253: 3, 254: 6 }[first];
  if (width === undefined) throw new Error(`0x${first.toString(16)} begins no length.`);
  const next = at + 1 + (first === 0xfe ? 8 : width);
  return { length: bytes.readUIntLE(at + 1, width), next };
}

function readRow(row: Buffer): (Buffer | null)[] {
  const cells: (Buffer | null)[] = [];
  for (let at = 0; at < row.length; ) {
    if (row[at] === 0xfb) {
      cells.push(null);
      at += 1;
    } else {
      const { length, next } = readLength(row, at);
      cells.push(row.subarray(next, next + length));
      at = next + length;
    }
  }
  return cells;
}

/** The cells of wire rows as bytes, NULL as null. */
export function wireCells({ bytes, starts, count }: WireRows): (Buffer | null)[][] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (starts.length !== count) throw new Error(`${starts.length} starts for ${count} rows.`);
  return Array.from(starts, (start, at) => readRow(all.subarray(start, starts[at + 1])));
}

/** All cells of a table as texts. */
export async function readTexts(portions: AsyncIterable<WireRows>): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  for await (const portion of portions) {
    for (const row of wireCells(portion)) rows.push(row.map((cell) => cell?.toString() ?? null));
  }
  return rows;
}

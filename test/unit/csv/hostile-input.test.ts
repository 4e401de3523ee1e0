import { pieceOf } from '../../../shared/src/domain/csv/piece.ts';
import type { Chunk } from '../../../shared/src/domain/ingest/entry.ts';
import { readChunks } from '../../../shared/src/domain/ingest/read-chunks.ts';
import { heapInUse } from '../../support/heap.ts';
import { readingHires } from '../../support/read-all-chunks.ts';

const mebibyte = 1024 * 1024;
const pieceBytes = 65_536;
/** Far more than any of these takes on a slow machine; a reader that looks twice takes minutes. */
const mostSeconds = 20;

/** A file of this many bytes, which repeats a text. It is never in memory as a whole. */
function* repeat(text: string, bytes: number): Generator<string> {
  const piece = text.repeat(Math.ceil(pieceBytes / text.length));
  for (let left = bytes; left > 0; left -= piece.length)
    yield piece.slice(0, Math.min(left, piece.length));
}

interface Summary {
  readonly records: number;
  readonly blank: number;
  readonly codes: Readonly<Record<string, number>>;
  readonly heapGrowth: number;
  readonly seconds: number;
}

async function readHostile(pieces: Iterable<string>): Promise<Summary> {
  const before = heapInUse();
  const start = performance.now();
  let heap = before;
  let seen = 0;
  async function* arrive() {
    for (const piece of pieces) {
      if (++seen % 400 === 0) heap = Math.max(heap, heapInUse());
      yield pieceOf(piece);
    }
  }
  const codes: Record<string, number> = {};
  let records = 0;
  let blank = 0;
  const count = ({ packed, entries, ...chunk }: Chunk) => {
    records += packed.count + entries.length + chunk.blank;
    blank += chunk.blank;
    for (const { faults } of entries) {
      for (const { code } of faults ?? []) codes[code] = (codes[code] ?? 0) + 1;
    }
  };
  for await (const chunk of readChunks(arrive(), readingHires)) count(chunk);
  const seconds = (performance.now() - start) / 1000;
  return { records, blank, codes, heapGrowth: heap - before, seconds };
}

describe('a file that nobody wrote in good faith is read in bounded time and memory', () => {
  const files: [string, () => Iterable<string>, Partial<Summary>][] = [
    [
      'a line of 100 MB',
      () => repeat('x', 100 * mebibyte),
      { records: 1, codes: { 'too-long': 1 } },
    ],
    [
      'a quoted cell of 100 MB',
      () => repeat('"x', 100 * mebibyte),
      { records: 1, codes: { 'too-long': 1 } },
    ],
    [
      'a million opening quotes, a line each',
      () => repeat('1,"a\n', 5_000_000),
      { records: 1_000_000, codes: { 'unterminated-quote': 1_000_000 } },
    ],
    ['a million quotes in one line', () => repeat('"', 1_000_000), { records: 1 }],
    ['quotes that open at each line and never close', () => repeat('"""\n', 4_000_000), {}],
    [
      "quotes of which all but the first line's are doubled",
      () => ['"', ...repeat('""\n', 9_000_000)],
      {},
    ],
    [
      'nothing but line ends',
      () => repeat('\n', 3_000_000),
      { records: 3_000_000, blank: 3_000_000 },
    ],
    ['nothing but carriage returns', () => repeat('\r', 20 * mebibyte), { records: 1 }],
    [
      'nothing but delimiters',
      () => repeat(',', 20 * mebibyte),
      { records: 1, codes: { 'too-long': 1 } },
    ],
    [
      'nothing but NULs',
      () => repeat('\0', 20 * mebibyte),
      { records: 1, codes: { 'too-long': 1 } },
    ],
    ['nothing but bytes that are no UTF-8', () => repeat('\xff\n', 2_000_000), {}],
  ];

  it.each(files)('%s', async (_name, pieces, expected) => {
    const summary = await readHostile(pieces());
    expect(summary).toMatchObject(expected);
    expect(summary.heapGrowth).toBeLessThan(64 * mebibyte);
    expect(summary.seconds).toBeLessThan(mostSeconds);
  });
});

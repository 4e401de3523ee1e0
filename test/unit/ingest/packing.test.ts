import * as fc from 'fast-check';
import type { Column, ColumnKind, Contract } from '../../../shared/src/domain/contract.ts';
import { delimiters } from '../../../shared/src/domain/csv/dialect.ts';
import type { ChunkOptions } from '../../../shared/src/domain/ingest/read-chunks.ts';
import { RowBuffer } from '../../../shared/src/domain/packing/row-buffer.ts';
import { aColumn, aContract, hiredEmployees } from '../../support/columns.ts';
import { describeChunk, readAllChunks, readingInto } from '../../support/read-all-chunks.ts';
import { cutUp } from '../../support/read-records.ts';

const hires: Contract = {
  ...hiredEmployees,
  primaryKey: ['id'],
  foreignKeys: [
    {
      name: 'department',
      columns: ['department_id'],
      parentTable: 'departments',
      parentColumns: ['id'],
    },
    { name: 'job', columns: ['job_id'], parentTable: 'jobs', parentColumns: ['id'] },
  ],
};

const everyKind = aContract('every_kind', [
  aColumn('integer', { name: 'small', min: -128n, max: 127n }),
  aColumn('integer', { name: 'big', min: 0n, max: 2n ** 64n - 1n }),
  aColumn('text', { name: 'code', maxCharacters: 3, fixedLength: true }),
  aColumn('text', { name: 'tiny', maxCharacters: 60, charset: 'utf8mb3' }),
  aColumn('text', { name: 'western', charset: 'latin1' }),
  aColumn('date', { name: 'day' }),
  aColumn('datetime', { name: 'moment', fraction: 3 }),
  aColumn('decimal', { name: 'price' }),
  aColumn('enum', { name: 'size', members: ['small', 'large', 'né'] }),
  aColumn('boolean', { name: 'flag', nullable: false }),
]);

const aCell = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 30 }).map(String) },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...['', ' ', '\\N', 'NULL', '007', '-5', '9007199254740993', '128', '8.0', ' 12', '1e3'],
      ...['Ann', 'Björn', '美咲', 'D’Angelo', '\u00a0', '\u3000', '😀', 'tab\there', 'a\\b', 'né'],
      ...['2021-02-03T04:05:06Z', '2021-02-03 04:05:06', '2021-02-30T00:00:00Z', '2021-02-03'],
      ...['19x1-02-03T04:05:06Z', '2021-02-03T04:05:06.5Z', '0999-01-01T00:00:00Z', 'small', 'yes'],
      ...['abc', 'ab ', 'abcd', '12.5', '"', 'a"b', '"quoted"', '"a ""b"" c"', '"a\nb"', '"open'],
    ),
  },
  fc.string({ unit: 'binary', maxLength: 6 }),
);

/** What cells of a kind mostly hold. */
const fitting: Partial<Record<ColumnKind, readonly string[]>> = {
  integer: ['1', '2', '3', '44', '127', '"5"', '', '\\N'],
  text: [
    'Ann',
    'Bj\u00f6rn',
    '\u7f8e\u54b2',
    'ab',
    '"a, b"',
    'a"b',
    'it’s',
    '\u00a0x',
    '"a\nb"',
    '\ud83d\ude00',
  ],
  date: ['2021-02-03', '03/04/2021', '', '"2020-02-29"'],
  datetime: ['2021-02-03T04:05:06Z', '2021-02-03 04:05:06', '2021-02-03', '"2021-12-31T23:59:59"'],
  decimal: ['1', '12.5', '-3.25', ''],
  enum: ['small', 'LARGE', 'n\u00e9'],
  boolean: ['1', '0', 'yes', 'false'],
};

const cellOf = ({ kind }: Column) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...(fitting[kind] ?? [''])) },
    { weight: 1, arbitrary: aCell },
  );

/** A record for the table, or something else. */
const recordFor = ({ columns }: Contract) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.tuple(...columns.map(cellOf)) },
    { weight: 1, arbitrary: fc.array(aCell, { maxLength: columns.length + 1 }) },
  );

const toBytes = (text: string) => Buffer.from(text).toString('latin1');

const fileFor = (contract: Contract) =>
  fc.record({
    delimiter: fc.constantFrom(...delimiters),
    skipInitialSpace: fc.boolean(),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    records: fc.array(recordFor(contract), { maxLength: 12 }),
    lastEnd: fc.boolean(),
  });
type File = ReturnType<typeof fileFor> extends fc.Arbitrary<infer T> ? T : never;
const pieceLengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });

function writeFile(file: File): string {
  const separator = file.delimiter + (file.skipInitialSpace ? ' ' : '');
  const lines = file.records.map((cells) => cells.join(separator));
  return toBytes(lines.join(file.end) + (file.lastEnd ? file.end : ''));
}

/** The rows that the values of entries are written as. */
function writeRows(options: ChunkOptions, entries: ReturnType<typeof describeChunk>['packed']) {
  const buffer = new RowBuffer();
  for (const { values } of entries) {
    buffer.appendRow(options.packing?.positions.map((position) => values[position]) ?? []);
  }
  return Buffer.from(buffer.written()).toString('utf8');
}

describe('a good record is packed as it is read', () => {
  it.each([
    ['hires', hires, readingInto(hires)],
    ['required columns', hires, readingInto(hires, { columns: { name: { required: true } } })],
    ['columns of every kind', everyKind, readingInto(everyKind)],
    [
      'date rules',
      everyKind,
      readingInto(everyKind, {
        columns: { day: { date_formats: ['DD/MM/YYYY'] }, moment: { not_in_future: true } },
      }),
    ],
  ])('into the same rows as by a closer look: %s', async (_name, contract, reading) => {
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(fileFor(contract), pieceLengths, async (file, lengths) => {
        const newline = file.end === '\r' ? '\r' : '\n';
        const dialect = { ...file, newline } as const;
        const text = writeFile(file);
        const pieces = [...cutUp(text, lengths)];
        const options = { ...reading, dialect, chunkRows: 5 };
        const packed = (await readAllChunks(pieces, options)).map(describeChunk);
        const looked = await readAllChunks(pieces, { ...options, packing: null });

        expect(packed.map(({ all }) => all)).toEqual(looked.map(({ entries }) => entries));
        for (const chunk of packed) {
          expect(chunk.packed.filter(({ faults }) => faults !== null)).toEqual([]);
          expect(chunk.bytes).toBe(writeRows(options, chunk.packed));
          rows += chunk.packed.length;
        }
      }),
      { numRuns: 1500 },
    );
    expect(rows).toBeGreaterThan(1000);
  });

  it('and left as an entry where its key has come before in the chunk', async () => {
    const ids = fc.array(fc.integer({ min: -3, max: 12 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(ids, async (keys) => {
        const text = keys.map((key) => `${key},Ann,2021-02-03T04:05:06Z,${key + 5},\n`).join('');
        const [chunk] = (await readAllChunks([text], readingInto(hires))).map(describeChunk);
        expect(chunk?.keys).toEqual([...new Set(keys)]);
        expect(chunk?.references[0]).toEqual(chunk?.keys.map((key) => key + 5));
        expect(chunk?.references[1]).toEqual(chunk?.keys.map(() => Number.NaN));
        expect(chunk?.entries).toHaveLength(keys.length - (chunk?.keys.length ?? 0));
      }),
    );
  });

  it('unless rows depend on each other by more than an integer key', () => {
    const plain = readingInto(hires).packing;
    const textKey = { ...hires, primaryKey: ['name'] };
    const otherKey = { ...hires, uniqueKeys: [{ name: 'name', columns: ['name'] }] };
    const toItself = {
      ...hires,
      foreignKeys: [
        { name: 'boss', columns: ['job_id'], parentTable: hires.table, parentColumns: ['id'] },
      ],
    };

    expect(plain?.key).toEqual({ cell: 0, position: 0 });
    expect(readingInto(textKey).packing).toBeNull();
    expect(readingInto(otherKey).packing).toBeNull();
    expect(readingInto(toItself).packing).toBeNull();
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { delimiters } from '../../../shared/src/domain/csv/dialect.ts';
import { commaDialect, cutUp, readRecords } from '../../support/read-records.ts';
import { itIf } from '../../support/skip.ts';
import { type CsvStyle, writeCsv } from '../../support/write-csv.ts';

const cellsOf = (text: string) => readRecords([text]).map(({ cells }) => cells);

const aCell = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 8 }) },
  {
    weight: 3,
    arbitrary: fc.string({
      unit: fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r', ' ', 'a'),
      maxLength: 6,
    }),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);
const someRecords = fc.array(fc.array(aCell, { minLength: 1, maxLength: 4 }), { maxLength: 12 });
const aStyle: fc.Arbitrary<CsvStyle> = fc.record({
  delimiter: fc.constantFrom(...delimiters),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  quotes: fc.constantFrom('everywhere', 'where needed'),
  endsOpen: fc.boolean(),
});
const pieceLengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
/** Text in which everything that matters to CSV comes close together. */
const roughText = fc.oneof(
  fc.string({ unit: fc.constantFrom('"', '"', ',', '\n', '\r', ' ', 'a', 'b'), maxLength: 120 }),
  fc.uint8Array({ maxLength: 120 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);
const toBytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const fromBytes = (cell: string) => Buffer.from(cell, 'latin1').toString('utf8');

describe('the record reader', () => {
  it.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"a,b","c ""d"""\n', [['a,b', 'c "d"']]],
    [
      '"two\nlines",x\n"two\r\nlines",y\r\n',
      [
        ['two\nlines', 'x'],
        ['two\r\nlines', 'y'],
      ],
    ],
    ['a,\n', [['a', '']]],
    [',', [['', '']]],
    ['\n', [['']]],
    ['', []],
    ['a"b,c"\n', [['a"b', 'c"']]],
    [' "a"\n', [[' "a"']]],
    ['a\rb\n', [['a\rb']]],
  ])('reads %j', (text, expected) => {
    expect(cellsOf(text)).toEqual(expected);
  });

  it('takes one line for a stray quote, and reads on behind it', () => {
    const records = readRecords(['1,"open\n2,fine\n3,"a"b\n4,fine\n']);
    expect(records.map(({ line, cells, fault }) => ({ line, cells, fault }))).toEqual([
      { line: 1, cells: ['1,"open'], fault: 'unterminated-quote' },
      { line: 2, cells: ['2', 'fine'], fault: null },
      { line: 3, cells: ['3,"a"b'], fault: 'unterminated-quote' },
      { line: 4, cells: ['4', 'fine'], fault: null },
    ]);
  });

  it('counts the lines inside quoted cells', () => {
    const records = readRecords(['"a\nb\nc"\nd\n\ne']);
    expect(records.map(({ line, endLine }) => [line, endLine])).toEqual([
      [1, 4],
      [4, 5],
      [5, 6],
      [6, 7],
    ]);
  });

  it('reads files whose lines end with a carriage return alone', () => {
    const dialect = { ...commaDialect, newline: '\r' as const };
    const records = readRecords(['a,"x\ry"\rb,2\r'], { dialect });
    expect(records.map(({ line, cells }) => [line, cells])).toEqual([
      [1, ['a', 'x\ry']],
      [3, ['b', '2']],
    ]);
  });

  it('leaves out the space after a delimiter where that is the style of the file', () => {
    const dialect = { ...commaDialect, skipInitialSpace: true };
    const [record] = readRecords(['1, "a, b",  c\n'], { dialect });
    expect(record?.cells).toEqual(['1', 'a, b', ' c']);
  });

  it('keeps the beginning of a record that is too long, and reads on behind it', () => {
    const text = `${'x'.repeat(5000)}\nb\n"${'y'.repeat(200)}\n`;
    for (const length of [1, 7, 100, 100_000]) {
      const records = readRecords(cutUp(text, [length]), { maxRecordBytes: 100 });
      expect(records.map(({ line, cells, fault }) => [line, cells, fault])).toEqual([
        [1, ['x'.repeat(100)], 'record-too-long'],
        [2, ['b'], null],
        [3, [`"${'y'.repeat(99)}`], 'record-too-long'],
      ]);
    }
  });

  it('reads back exactly what a correct writer wrote, in every style', () => {
    fc.assert(
      fc.property(someRecords, aStyle, pieceLengths, (records, style, lengths) => {
        const dialect = { ...commaDialect, delimiter: style.delimiter };
        const text = toBytes(writeCsv(records, style));
        const read = readRecords(cutUp(text, lengths), { dialect });
        expect(read.map(({ cells }) => cells.map(fromBytes))).toEqual(records);
        expect(read.every(({ fault }) => fault === null)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads correct CSV as another reader does', () => {
    fc.assert(
      fc.property(someRecords, aStyle, (records, style) => {
        const text = writeCsv(records, style);
        const read = readRecords([toBytes(text)], {
          dialect: { ...commaDialect, delimiter: style.delimiter },
        });
        const other = parse(text, {
          delimiter: style.delimiter,
          record_delimiter: ['\r\n', '\n'],
          relax_column_count: true,
        });
        expect(read.map(({ cells }) => cells.map(fromBytes))).toEqual(other);
      }),
      { numRuns: 1000 },
    );
  });

  itIf(existsSync('/usr/bin/python3'), 'there is no Python to compare the reading of CSV with')(
    "reads what Python's csv module writes, and Python reads what a correct writer wrote",
    () => {
      const styles = delimiters.flatMap((delimiter) =>
        (['\n', '\r\n'] as const).flatMap((lineEnd) =>
          (['everywhere', 'where needed'] as const).map((quotes) => ({
            delimiter,
            lineEnd,
            quotes,
          })),
        ),
      );
      const samples = fc.sample(someRecords, { numRuns: 20, seed: 11 });
      const cases = styles.flatMap((style) =>
        samples.map((records) => ({ ...style, records, text: writeCsv(records, style) })),
      );
      const program = `
import csv, io, json, sys
out = []
for case in json.load(sys.stdin):
    style = dict(delimiter=case['delimiter'], strict=True)
    read = list(csv.reader(io.StringIO(case['text'], newline=''), **style))
    target = io.StringIO(newline='')
    csv.writer(target, lineterminator=case['lineEnd'], quoting=csv.QUOTE_ALL if case['quotes'] == 'everywhere' else csv.QUOTE_MINIMAL, delimiter=case['delimiter']).writerows(case['records'])
    out.append(dict(read=read, written=target.getvalue()))
json.dump(out, sys.stdout)
`;
      const python = spawnSync('/usr/bin/python3', ['-c', program], {
        input: JSON.stringify(cases),
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      expect(python.stderr).toBe('');
      for (const [at, { read, written }] of JSON.parse(python.stdout).entries()) {
        const { records, delimiter } = cases[at] ?? { records: [], delimiter: ',' };
        expect(read).toEqual(records);
        const dialect = { ...commaDialect, delimiter };
        const cells = readRecords([toBytes(written)], { dialect }).map((record) =>
          record.cells.map(fromBytes),
        );
        expect(cells).toEqual(records);
      }
    },
  );

  it('reports the same records however the bytes arrive, and of any bytes', () => {
    fc.assert(
      fc.property(
        roughText,
        pieceLengths,
        fc.integer({ min: 8, max: 60 }),
        (text, lengths, limit) => {
          const whole = readRecords([text], { maxRecordBytes: limit });
          const inPieces = readRecords(cutUp(text, lengths), { maxRecordBytes: limit });
          expect(inPieces).toEqual(whole);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('goes on from the end of any record as if it had read all before', () => {
    fc.assert(
      fc.property(
        roughText,
        fc.nat(),
        fc.integer({ min: 8, max: 200 }),
        (text, pick, maxRecordBytes) => {
          const whole = readRecords([text], { maxRecordBytes });
          fc.pre(whole.length > 0);
          const at = pick % whole.length;
          const { endOffset = 0, endLine = 1 } = whole[at] ?? {};
          const rest = readRecords([text.slice(endOffset)], {
            maxRecordBytes,
            offset: endOffset,
            line: endLine,
          });
          expect(rest).toEqual(whole.slice(at + 1));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('leaves no byte out: records follow each other to the end of the file', () => {
    fc.assert(
      fc.property(roughText, (text) => {
        const records = readRecords([text]);
        let offset = 0;
        let line = 1;
        for (const record of records) {
          expect(record.startOffset).toBe(offset);
          expect(record.line).toBe(line);
          offset = record.endOffset;
          line = record.endLine;
        }
        expect(offset).toBe(text.length);
        expect(line - 1).toBe(text.replace(/[^\n]/g, '').length + (/[^\n]$/.test(text) ? 1 : 0));
      }),
      { numRuns: 3000 },
    );
  });
});

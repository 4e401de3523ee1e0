import { parse } from 'csv-parse/sync';
import {
  type ExpectedHires,
  type FaultyHiresOptions,
  faultyHires,
} from '../../scripts/sample-data/faulty-hires.ts';
import { createRecordReader } from '../../shared/src/domain/csv/record-reader.ts';

interface MadeHires {
  readonly csv: Buffer;
  readonly cleanTsv: string;
  readonly expected: ExpectedHires;
}

function make(options: FaultyHiresOptions): MadeHires {
  const [csv, cleanTsv]: [Buffer[], Buffer[]] = [[], []];
  const parts = faultyHires(options);
  let part = parts.next();
  for (; !part.done; part = parts.next()) {
    csv.push(part.value.csv);
    cleanTsv.push(part.value.cleanTsv);
  }
  return {
    csv: Buffer.concat(csv),
    cleanTsv: Buffer.concat(cleanTsv).toString(),
    expected: part.value,
  };
}

describe('faultyHires', () => {
  const made = make({ hires: 20_000, seed: 7 });
  const cleanRows = made.cleanTsv
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t').map((cell) => cell.replaceAll('\\n', '\n')));

  it('makes the same bytes for the same seed, and others for another', () => {
    expect(make({ hires: 20_000, seed: 7 }).csv.equals(made.csv)).toBe(true);
    expect(make({ hires: 20_000, seed: 8 }).csv.equals(made.csv)).toBe(false);
  });

  it('spoils the share that is asked for, with every code', () => {
    const { read, clean, rejected, byCode } = made.expected;
    expect({ read, clean, rejected }).toEqual({ read: 20_000, clean: 19_400, rejected: 600 });
    expect(Object.values(byCode).reduce((sum, count) => sum + count)).toBe(600);
    expect(Math.min(...Object.values(byCode))).toBeGreaterThanOrEqual(20);
    expect(byCode['unterminated-quote']).toBe(20);
  });

  it('gives every good record as a clean row, as an independent reader sees it', () => {
    const withoutOpenQuotes = made.csv.toString('latin1').replaceAll(',"Ann Lee,', ',x,');
    const records: string[][] = parse(Buffer.from(withoutOpenQuotes, 'latin1'), {
      relax_column_count: true,
    });
    const clean = new Set(cleanRows.map((row) => row.join('|')));
    const found = records
      .map(([id, name, datetime, ...rest]) => [
        id,
        name,
        datetime?.replace('T', ' ').replace('Z', ''),
        ...rest,
      ])
      .filter((row) => clean.has(row.join('|')));
    expect(records).toHaveLength(20_000);
    expect(found).toEqual(cleanRows);
  });

  it('holds Unicode, quoted commas, quotes and line ends in good names', () => {
    const names = cleanRows.map(([, name]) => name ?? '');
    expect(names.filter((name) => name.includes(',')).length).toBeGreaterThan(100);
    expect(names.filter((name) => name.includes('"')).length).toBeGreaterThan(50);
    expect(names.filter((name) => name.includes('\n')).length).toBeGreaterThan(50);
    expect(names.filter((name) => /[^\0-\x7f]/.test(name)).length).toBeGreaterThan(5_000);
  });

  it('an open quote costs one line and no more', () => {
    const faults: (string | null)[] = [];
    const dialect = { delimiter: ',', newline: '\n', skipInitialSpace: false } as const;
    const reader = createRecordReader({ dialect, maxRecordBytes: 2 ** 20, offset: 0, line: 1 });
    reader.push(made.csv.toString('latin1'), ({ fault }) => faults.push(fault));
    reader.end(({ fault }) => faults.push(fault));
    expect(faults).toHaveLength(20_000);
    expect(faults.filter((fault) => fault !== null)).toEqual(Array(20).fill('unterminated-quote'));
  });

  it('repeats only ids of good records that stand before', () => {
    const seen = new Set<string>();
    const clean = new Set(cleanRows.map(([id]) => id));
    const taken = made.csv
      .toString('latin1')
      .split('\n')
      .map((line) => line.split(',')[0] ?? '')
      .filter((id) => /^\d+$/.test(id) && seen.size === seen.add(id).size);
    expect(taken).toHaveLength(made.expected.byCode['duplicate-key']);
    expect(taken.every((id) => clean.has(id))).toBe(true);
  });
});

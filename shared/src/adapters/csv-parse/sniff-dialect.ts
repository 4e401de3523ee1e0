import { parse } from 'csv-parse/sync';
import { type Dialect, delimiters } from '../../domain/csv/dialect.ts';

const recordsLooked = 100;

/** The sample's first records as one delimiter gives them; what a cut-off last record spoils is left out. */
function readSample(sample: string, delimiter: string, newline: string): string[][] {
  const records: string[][] = [];
  const options = {
    delimiter,
    record_delimiter: newline === '\r' ? ['\r'] : ['\r\n', '\n'],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    to: recordsLooked,
    on_record: (record: string[]) => {
      records.push(record);
      return null;
    },
  };
  try {
    parse(sample, options);
  } catch {
    // A quote that the sample's end leaves open: the records before it are what counts.
    return records;
  }
  return records;
}

/** Records of the expected width count first, then how often the most common width occurs. */
function score(records: readonly string[][], width: number): number {
  const widths = new Map<number, number>();
  for (const { length } of records) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [commonWidth, common] = [...widths].sort((a, b) => b[1] - a[1])[0] ?? [1, 0];
  const expected = records.filter(({ length }) => length === width).length;
  return (expected * 2 + (commonWidth > 1 ? common : 0)) / Math.max(records.length, 1);
}

const hasSpaceAfterEach = (records: readonly string[][]) =>
  records.length > 0 &&
  records.every((cells) => cells.slice(1).every((cell) => cell === '' || cell.startsWith(' '))) &&
  records.some((cells) => cells.slice(1).some((cell) => cell.startsWith(' ')));

/**
 * Finds out how a file is written, from its first 64 KiB or so: the delimiter under which most
 * records have `width` cells (or, failing that, all the same number), the line end, and whether a
 * space after each delimiter is part of the style. A comma where nothing tells. `delimiter` is
 * settled where the user said it.
 */
export function sniffDialect(
  sample: string,
  width: number,
  delimiter?: Dialect['delimiter'],
): Dialect {
  const newline = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r';
  const candidates = delimiter === undefined ? delimiters : [delimiter];
  const looked = candidates.map((candidate) => {
    const records = readSample(sample, candidate, newline);
    return { delimiter: candidate, records, score: score(records, width) };
  });
  const best = looked.reduce((left, right) => (right.score > left.score ? right : left));
  return { delimiter: best.delimiter, newline, skipInitialSpace: hasSpaceAfterEach(best.records) };
}

import type { Readable } from 'node:stream';
import type { FieldResource } from '../catalogue/schema.ts';
import { detectType, nullable, toColumnName } from './detect-type.ts';
import type { CsvFormat } from './load-work.ts';
import { type Cells, readCells } from './read-csv.ts';

const sampleRows = 500;

/** What a file tells of its columns. */
export interface Detected {
  readonly fields: readonly FieldResource[];
  /** How many records of the file come before the rows. */
  readonly skipLines: number;
}

async function readSample(bytes: Readable, format: CsvFormat): Promise<Cells[]> {
  const sample: Cells[] = [];
  for await (const cells of readCells(bytes, format)) {
    if (typeof cells === 'string' || sample.push(cells) > sampleRows) break;
  }
  return sample;
}

const isText = (cell: string | null | undefined) =>
  typeof cell === 'string' && cell.trim() !== '' && detectType([cell]) === 'STRING';

/** A header is a first record of texts only, over columns that are not all of text. */
function isHeader(first: Cells, types: readonly string[], rows: readonly Cells[]): boolean {
  if (!first.every(isText)) return false;
  return rows.length === 0 || types.some((type) => type !== 'STRING');
}

/**
 * Guesses the columns of a CSV file from its first rows. With rows to skip, the last of them is the
 * header; with none, the first record is looked at.
 */
export async function detectCsv(bytes: Readable, format: CsvFormat): Promise<Detected> {
  const before = Math.max(0, format.skipLines - 1);
  const [first = [], ...rows] = await readSample(bytes, { ...format, skipLines: before });
  const width = Math.max(first.length, ...rows.map((cells) => cells.length));
  const columnOf = (records: readonly Cells[], index: number) =>
    records.flatMap((cells) => cells[index] ?? []);
  const typesOf = (records: readonly Cells[]) =>
    Array.from({ length: width }, (_, index) => detectType(columnOf(records, index)));
  const types = typesOf(rows);
  const hasHeader = isHeader(first, types, rows);
  const isSkipped = hasHeader || format.skipLines > 0;
  const final = isSkipped ? types : typesOf([first, ...rows]);
  const fields = final.map((type, index) => {
    const name = hasHeader
      ? toColumnName(first[index] ?? '', index)
      : `${type.toLowerCase()}_field_${index}`;
    return nullable(name, type);
  });
  return { fields, skipLines: before + (isSkipped ? 1 : 0) };
}

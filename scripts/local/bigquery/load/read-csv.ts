import type { Readable } from 'node:stream';
import type { DuckDBValue } from '@duckdb/node-api';
import { type CastingContext, CsvError, parse } from 'csv-parse';
import { type Column, formatType } from '../google-type.ts';
import { parseScalar } from '../values/parse-scalar.ts';
import { timestampOfSeconds } from '../values/read-json-value.ts';
import type { CsvFormat } from './load-work.ts';
import type { LoadedRecord } from './loaded-record.ts';

export type Cells = readonly (string | null)[];

/**
 * The records of a CSV file as cells; a cell that is the null marker, and not in quotes, is null.
 * A file that breaks CSV's rules ends with the fault as a text.
 */
export async function* readCells(
  bytes: Readable,
  format: CsvFormat,
): AsyncIterable<Cells | string> {
  const parser = parse({
    delimiter: format.delimiter,
    quote: format.quote ?? false,
    bom: true,
    encoding: format.encoding,
    relax_column_count: true,
    skip_empty_lines: true,
    cast: (cell: string, { quoting }: CastingContext) =>
      cell === format.nullMarker && !quoting ? null : cell,
  });
  bytes.on('error', (error) => parser.destroy(error));
  let toSkip = format.skipLines;
  try {
    for await (const cells of bytes.pipe(parser)) {
      if (toSkip > 0) toSkip -= 1;
      else yield cells;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield error.message;
  }
}

const epochPattern = /^-?\d+(\.\d+)?$/;

/** A cell's value; undefined where it is none of the type. */
function parseCell(cell: string, { type }: Column): DuckDBValue | undefined {
  if (type.kind === 'ARRAY' || type.kind === 'STRUCT') return undefined;
  if (type.kind === 'STRING') return cell;
  const text = cell.trim();
  if (type.kind === 'TIMESTAMP' && epochPattern.test(text)) return timestampOfSeconds(Number(text));
  return parseScalar(text, type.kind);
}

function toRecord(
  cells: Cells,
  columns: readonly Column[],
  { allowJaggedRows }: CsvFormat,
  ignoreUnknownValues: boolean,
): LoadedRecord {
  if (cells.length > columns.length && !ignoreUnknownValues) {
    return {
      fault: `Too many values in row. Found ${cells.length} column(s), expected ${columns.length}.`,
    };
  }
  if (cells.length < columns.length && !allowJaggedRows) {
    return {
      fault: `Missing values in row. Found ${cells.length} column(s), expected ${columns.length}.`,
    };
  }
  const values: (DuckDBValue | undefined)[] = [];
  for (const [index, column] of columns.entries()) {
    const cell = cells[index];
    const value = cell === undefined || cell === null ? cell : parseCell(cell, column);
    if (value === undefined && cell !== undefined) {
      const type = formatType(column.type);
      return {
        fault: `Could not parse '${cell}' as ${type} for field ${column.name} (position ${index})`,
      };
    }
    values.push(value);
  }
  return { values };
}

/** The records of a CSV file whose cells are in the order of the columns. */
export async function* readCsv(
  bytes: Readable,
  columns: readonly Column[],
  format: CsvFormat,
  ignoreUnknownValues: boolean,
): AsyncIterable<LoadedRecord> {
  for await (const cells of readCells(bytes, format)) {
    yield typeof cells === 'string'
      ? { fault: cells }
      : toRecord(cells, columns, format, ignoreUnknownValues);
  }
}

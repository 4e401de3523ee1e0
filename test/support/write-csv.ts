import type { Dialect } from '../../shared/src/domain/csv/dialect.ts';

export interface CsvStyle {
  readonly delimiter: Dialect['delimiter'];
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly quotes: 'everywhere' | 'where needed';
  /** Without one at the end of the last record. */
  readonly endsOpen?: boolean;
}

/** Writes records as RFC 4180 says. */
export function writeCsv(records: readonly (readonly string[])[], style: CsvStyle): string {
  const { delimiter, lineEnd, quotes, endsOpen } = style;
  const special = new RegExp(`["\\r\\n${delimiter === '|' ? '\\|' : delimiter}]|^\\s|\\s$`);
  const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const writeCell = (cell: string) =>
    quotes === 'everywhere' || special.test(cell) ? quote(cell) : cell;
  // A record of one empty cell would be a blank line.
  const writeRecord = (cells: readonly string[]) =>
    cells.length === 1 && cells[0] === '' ? '""' : cells.map(writeCell).join(delimiter);
  const text = records.map(writeRecord).join(lineEnd);
  return endsOpen || records.length === 0 ? text : text + lineEnd;
}

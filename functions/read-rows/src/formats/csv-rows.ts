import { csvLine } from '@cutover/shared/domain/csv/csv-line.ts';
import { disarmFormula } from '@cutover/shared/domain/csv/disarm-formula.ts';
import { compileExactCell, compileSpreadsheetCell } from '../values/csv-cell.ts';
import type { RowsPage, RowWriter } from './row-writer.ts';

/** Spreadsheet programs misread text beyond ASCII unless this says that it is UTF-8. */
const byteOrderMark = '\ufeff';

/** RFC 4180 with a header: a drop of the same table, or for a spreadsheet. */
export function csvRows({ columns, isForSpreadsheet }: RowsPage): RowWriter {
  const names = columns.map(({ name }) => name);
  const cells = columns.map(isForSpreadsheet ? compileSpreadsheetCell : compileExactCell);
  return {
    head: isForSpreadsheet ? byteOrderMark + csvLine(names.map(disarmFormula)) : csvLine(names),
    row: (row) => csvLine(cells.map((write, at) => write(row[at] ?? null))),
    separator: '',
    tail: '',
  };
}

import { csvLine } from '@cutover/shared/domain/csv/csv-line.ts';
import { disarmFormula } from '@cutover/shared/domain/csv/disarm-formula.ts';
import type { Cell, Report } from '../report.ts';

const formatCell = (cell: Cell) => (typeof cell === 'number' ? String(cell) : disarmFormula(cell));

/** RFC 4180: a header row, CRLF, quotes where they are needed. Rows alone, so that any reader takes it. */
export function formatCsv({ columns, rows }: Report): string {
  return [columns, ...rows].map((cells) => csvLine(cells.map(formatCell))).join('');
}

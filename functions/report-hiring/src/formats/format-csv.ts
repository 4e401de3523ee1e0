import type { Cell, Report } from '../report.ts';

/** What a spreadsheet would take for a formula and run. */
const formula = /^[=+\-@\t\r]/;

/** Numbers as they are; text that a spreadsheet would run gets an apostrophe in front, as OWASP advises. */
function formatCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180: a header row, CRLF, quotes where they are needed. Rows alone, so that any reader takes it. */
export function formatCsv({ columns, rows }: Report): string {
  return [columns, ...rows].map((cells) => `${cells.map(formatCell).join(',')}\r\n`).join('');
}

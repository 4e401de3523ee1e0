import { csvLine, quoteCell } from '../csv/csv-line.ts';
import type { PublishedReject } from './ports.ts';

/** Helper columns behind the original ones; a repaired file may keep them or not. */
const helperColumns = ['_line', '_column', '_code', '_error', '_load_id', '_reject_id'] as const;

export interface NotAddedColumns {
  readonly fileColumns: readonly string[];
  /** Where the cell of each of these columns stands in a record. */
  readonly fileCells: readonly number[];
  /** Cells of a whole record, helper cells included. */
  readonly width: number;
}

const listUnique = (items: readonly (string | null)[]) =>
  items.length === 1
    ? (items[0] ?? '')
    : [...new Set(items.filter((item) => item !== null))].join('; ');

export interface NotAddedOptions {
  readonly loadId: string;
  readonly columns: NotAddedColumns;
  /** Cells of the longest record: those behind the last column come in `_extra_1`, `_extra_2` … */
  readonly mostCells: number;
  /** Spreadsheet programs misread text beyond ASCII unless a byte order mark says that it is UTF-8. */
  readonly needsMark: boolean;
}

/**
 * The not_added file of a load as CSV (RFC 4180), a text a page of rejects: the original cells in
 * the original columns, then the helper columns. Repaired and dropped in `fixed/<table>/`, the very
 * file closes its rejects.
 */
export async function* notAddedFile(
  { loadId, columns, mostCells, needsMark }: NotAddedOptions,
  pages: AsyncIterable<readonly PublishedReject[]>,
): AsyncGenerator<string> {
  const { fileColumns, fileCells, width } = columns;
  const extras = Array.from({ length: Math.max(0, mostCells - width) }, (_, at) => width + at);
  const extraColumns = extras.map((_, at) => `_extra_${at + 1}`);

  const originalCells = [...fileCells, ...extras];

  function rejectLine({ id, line, cells, faults }: PublishedReject): string {
    let text = '';
    for (const at of originalCells) text += `${quoteCell(cells[at] ?? '')},`;
    const codes = listUnique(faults.map(({ code }) => code));
    const where = listUnique(faults.map(({ column }) => column));
    const why = faults.map(({ message }) => message).join(' ');
    return text + csvLine([String(line), where, codes, why, loadId, id]);
  }

  if (needsMark) yield '\ufeff';
  yield csvLine([...fileColumns, ...extraColumns, ...helperColumns]);
  for await (const page of pages) yield page.map(rejectLine).join('');
}

import type { PublishedReject } from './ports.ts';

/** Helper columns behind the original ones; a repaired file may keep them or not. */
const helperColumns = ['_line', '_column', '_code', '_error', '_load_id', '_reject_id'] as const;

function quoteCell(cell: string): string {
  const needsQuotes = /[",\r\n]/.test(cell) || /^\s|\s$/.test(cell);
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const csvLine = (cells: readonly string[]) => `${cells.map(quoteCell).join(',')}\r\n`;

export interface NotAddedColumns {
  readonly fileColumns: readonly string[];
  /** Where the cell of each of these columns stands in a record. */
  readonly fileCells: readonly number[];
  /** Cells of a whole record, helper cells included. */
  readonly width: number;
}

const unique = (items: readonly (string | null)[]) => [
  ...new Set(items.filter((item) => item !== null)),
];

/**
 * The not_added file of a load as CSV (RFC 4180): the original cells in the original columns, then
 * the helper columns. Cells behind the last column come in `_extra_1`, `_extra_2` …; there are
 * `extras` of them. Repaired and dropped in `fixed/<table>/`, the very file closes its rejects.
 */
export async function* notAddedFile(
  loadId: string,
  columns: NotAddedColumns,
  { extras, needsMark }: { readonly extras: number; readonly needsMark: boolean },
  rejects: AsyncIterable<PublishedReject>,
): AsyncGenerator<string> {
  const { fileColumns, fileCells, width } = columns;
  const extraColumns = Array.from({ length: extras }, (_, at) => `_extra_${at + 1}`);
  if (needsMark) yield '\ufeff';
  yield csvLine([...fileColumns, ...extraColumns, ...helperColumns]);
  for await (const { id, line, cells, faults } of rejects) {
    const own = fileCells.map((at) => cells[at] ?? '');
    const behind = extraColumns.map((_, at) => cells[width + at] ?? '');
    const codes = unique(faults.map(({ code }) => code)).join('; ');
    const where = unique(faults.map(({ column }) => column)).join('; ');
    const why = faults.map(({ message }) => message).join(' ');
    yield csvLine([...own, ...behind, String(line), where, codes, why, loadId, id]);
  }
}

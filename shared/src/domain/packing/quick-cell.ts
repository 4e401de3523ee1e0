import type { CheckedCell } from '../cell-check.ts';
import { isFault } from '../cells/cell-fault.ts';
import { byteAt } from './byte-at.ts';
import type { RowBuffer } from './row-buffer.ts';

/**
 * Copies a cell that is written the usual way into a row, without making a text of it. `at` is the
 * place of the cell's first byte in a piece of the file, and the cell is not empty; `stop` is the
 * byte that ends the cell: the delimiter, or the closing quote. Returns where the cell ends, which the caller still has to find
 * to be a place where it may end; or -1 for a cell that wants a closer look.
 */
export type QuickCell = (file: Uint8Array, at: number, stop: number, rows: RowBuffer) => number;

/** How the cells of a column get into a row. */
export interface QuickColumn {
  readonly copy: QuickCell;
  /** What an empty cell is stored as; a fault where it is refused. */
  readonly empty: CheckedCell;
}

const space = 32;
const quote = 34;
const backslash = 92;
const lastPrintable = 126;
const mostQuickBytes = 1024;

/** For columns of every kind: the cell's own check, on cells of plain ASCII. */
export function quickCheckedCell(check: (cell: string) => CheckedCell): QuickCell {
  return (file, at, stop, rows) => {
    if (byteAt(file, at) === space) return -1;
    let end = at;
    for (; ; end++) {
      const byte = byteAt(file, end);
      if (byte === stop || !(byte >= space)) break;
      if (byte > lastPrintable || byte === backslash || byte === quote) return -1;
    }
    if (end - at > mostQuickBytes) return -1;
    const checked = check(String.fromCharCode(...file.subarray(at, end)));
    if (isFault(checked)) return -1;
    rows.appendValue(checked);
    return end;
  };
}

/** For cells that no column takes. */
export const skipCell: QuickCell = (file, at, stop) => {
  for (let end = at; ; end++) {
    const byte = byteAt(file, end);
    if (byte === stop || !(byte >= space)) return end;
    if (byte === quote) return -1;
  }
};

import type { Column } from '@cutover/shared/domain/contract.ts';
import { disarmFormula } from '@cutover/shared/domain/csv/disarm-formula.ts';
import { compileText } from './value-text.ts';

const isBytes = ({ kind }: Column) => kind === 'binary';

/** Cells that a drop of the same table reads as the same values: bytes as `0x…`, NULL as `\N`. */
export function compileExactCell(column: Column): (stored: string | null) => string {
  const toText = compileText(column);
  const prefix = isBytes(column) ? '0x' : '';
  return (stored) => (stored === null ? '\\N' : prefix + toText(stored));
}

const written: readonly string[] = ['text', 'enum', 'set', 'json', 'other'];

/** Cells for a spreadsheet: NULL is empty, and no text is run as a formula. */
export function compileSpreadsheetCell(column: Column): (stored: string | null) => string {
  const toCell = compileExactCell(column);
  if (!written.includes(column.kind)) return (stored) => (stored === null ? '' : toCell(stored));
  return (stored) => (stored === null ? '' : disarmFormula(toCell(stored)));
}

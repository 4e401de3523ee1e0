import type { CellFault } from '../cells/cell-fault.ts';
import type { Column } from '../contract.ts';
import { isRawNumber } from './exact-json.ts';
import { plainNumeral } from './plain-numeral.ts';

function nested(value: object, { kind }: Column): { cell: string; fault: CellFault | null } {
  const cell = JSON.stringify(value);
  if (kind === 'json') return { cell, fault: null };
  const what = Array.isArray(value) ? 'a list' : 'an object';
  const message = `The value is ${what}, and the column takes a single value.`;
  return { cell, fault: { code: 'type-error', message } };
}

/**
 * A value of a JSON row as the cell of a CSV file that says the same, so that both are checked
 * alike: `null` is an empty cell, numbers and truth values are their words, a string is the cell
 * itself. A JSON column takes any value but `null` as JSON. Other columns take no lists or objects,
 * which is the fault.
 */
export function jsonCell(
  value: unknown,
  column: Column,
): { readonly cell: string; readonly fault: CellFault | null } {
  if (value === null || value === undefined) return { cell: '', fault: null };
  if (typeof value === 'object' && !isRawNumber(value)) return nested(value, column);
  if (column.kind === 'json') return { cell: JSON.stringify(value), fault: null };
  if (typeof value === 'string') return { cell: value, fault: null };
  if (isRawNumber(value)) return { cell: plainNumeral(value.rawJSON), fault: null };
  return {
    cell: typeof value === 'number' ? plainNumeral(String(value)) : String(value),
    fault: null,
  };
}

import type { CellFault, ValueCheck } from './cells/cell-fault.ts';
import { compileEmptyCell } from './cells/empty-cell.ts';
import { compileValueCheck } from './cells/value-check.ts';
import type { Column } from './contract.ts';
import type { ColumnRules } from './tables-config.ts';

/** The canonical text of what will be stored, null for NULL, or why the cell is refused. */
export type CheckedCell = string | null | CellFault;

/** Kinds whose cells are taken as they are, outer white space and the word NULL included. */
const verbatim: readonly string[] = ['text', 'binary'];

function trim(cell: string): string {
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  return first > 32 && first < 127 && last > 32 && last < 127 ? cell : cell.trim();
}

/** `\N`, and NULL or null where that is not itself a value of the column. */
function compileIsNullMark(column: Column): (cell: string) => boolean {
  if (verbatim.includes(column.kind)) return (cell) => cell === '\\N';
  const members = column.members?.map((member) => member.toLowerCase()) ?? [];
  const words = members.includes('null')
    ? []
    : column.kind === 'json'
      ? ['NULL']
      : ['NULL', 'null'];
  return (cell) => cell === '\\N' || (cell.length === 4 && words.includes(cell));
}

function compileVerbatim(column: Column, required: boolean): (cell: string) => boolean {
  const isNullMark = compileIsNullMark(column);
  return (cell) =>
    cell.length === 0 || (cell.length === 2 && isNullMark(cell)) || (required && trim(cell) === '');
}

/**
 * Makes the check of one column's cells. A cell is taken for what MySQL would store without a
 * change of meaning, and its canonical text is what the database gives back for it
 * (`adapters/mysql/column-expressions.ts` reads it so); everything else is refused, never mended.
 *
 * Empty is: no character; `\N` everywhere; outside text and binary columns also white space alone,
 * `NULL` and `null` (a JSON `null` and a member of that name are values). What an empty cell means
 * is told by tables.yaml (`required`, `empty`) and else by the column: NULL where it may be NULL,
 * the next number where it is auto-incremented, and `missing-value` otherwise. White space alone
 * is a text, but not one that a required column takes.
 *
 * Outer white space does not count outside text and binary columns. `now` serves `not_in_future`
 * and a default of CURRENT_TIMESTAMP.
 */
export function compileCellCheck(
  column: Column,
  rules: ColumnRules,
  now: Date,
): (cell: string) => CheckedCell {
  const check: ValueCheck = compileValueCheck(column, rules, now);
  const empty = compileEmptyCell(column, rules, now);
  if (verbatim.includes(column.kind)) {
    const isEmpty = compileVerbatim(column, rules.required);
    return (cell) => (isEmpty(cell) ? empty : check(cell));
  }
  const isNullMark = compileIsNullMark(column);
  return (cell) => {
    const text = trim(cell);
    return text.length === 0 || isNullMark(text) ? empty : check(text);
  };
}

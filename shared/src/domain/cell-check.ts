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

/** The words NULL and null where they are not themselves values of the column. */
function compileIsNullWord(column: Column): (cell: string) => boolean {
  const members = column.members?.map((member) => member.toLowerCase()) ?? [];
  const words = members.includes('null')
    ? []
    : column.kind === 'json'
      ? ['NULL']
      : ['NULL', 'null'];
  return (cell) => cell.length === 4 && words.includes(cell);
}

/** What `\N` stands for: NULL where the column takes it, whatever an empty cell means. */
function compileNullMark(column: Column, rules: ColumnRules, empty: CheckedCell): CheckedCell {
  return column.nullable && !rules.required ? null : empty;
}

/**
 * Makes the check of one column's cells. A cell is taken for what MySQL would store without a
 * change of meaning, and its canonical text is what the database gives back for it
 * (`adapters/mysql/column-expressions.ts` reads it so); everything else is refused, never mended.
 *
 * Empty is: no character; `\N` everywhere; outside text and binary columns also white space alone,
 * `NULL` and `null` (a JSON `null` and a member of that name are values). What an empty cell means
 * is told by tables.yaml (`required`, `empty`) and else by the column: NULL where it may be NULL,
 * the next number where it is auto-incremented, and `missing-value` otherwise. `\N` is NULL wherever
 * that is taken, whatever `empty` says of other empty cells. White space alone is a text, but not
 * one that a required column takes.
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
  const nullMark = compileNullMark(column, rules, empty);
  if (verbatim.includes(column.kind)) {
    const { required } = rules;
    return (cell) => {
      if (cell.length === 2 && cell === '\\N') return nullMark;
      return cell.length === 0 || (required && trim(cell) === '') ? empty : check(cell);
    };
  }
  const isNullWord = compileIsNullWord(column);
  return (cell) => {
    const text = trim(cell);
    if (text === '\\N') return nullMark;
    return text.length === 0 || isNullWord(text) ? empty : check(text);
  };
}

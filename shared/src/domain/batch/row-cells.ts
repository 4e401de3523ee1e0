import { quoteCell } from '../cells/cell-fault.ts';
import type { Column } from '../contract.ts';
import type { Fault } from '../fault.ts';
import { jsonCell } from './json-cell.ts';
import type { LeftOut } from './left-out.ts';
import type { JsonRow, RowKeys } from './row-keys.ts';

/** The columns of a batch, and what rows may do with them. */
export interface RowColumns {
  readonly keys: RowKeys;
  readonly columns: readonly Column[];
  /** By column: what stands for it in a row that leaves it out. */
  readonly standIns: (given: readonly (string | undefined)[]) => readonly LeftOut[];
  /** By column: null is as good as left out, because nothing could store it. */
  readonly skipsNull: readonly boolean[];
}

/** A row as the cells of a record, with what is wrong beyond the cells. */
export interface RowCells {
  readonly cells: readonly string[];
  /** Behind the last column: members that belong to none. */
  readonly extra: readonly string[];
  readonly faults: readonly Fault[];
  /** The reject that the row repairs. */
  readonly repairs: string | null;
}

/** Takes a row apart by what its members stand for. */
export function rowCells(row: JsonRow, batch: RowColumns): RowCells {
  const { keys, columns, standIns, skipsNull } = batch;
  const given = new Array<string | undefined>(columns.length).fill(undefined);
  const parts = new Map<Column, string[]>();
  const extra: string[] = [];
  const faults: Fault[] = [];
  let repairs: string | null = null;

  function read(column: Column, value: unknown): string {
    const { cell, fault } = jsonCell(value, column);
    if (fault !== null) faults.push({ column: column.name, ...fault });
    return cell;
  }

  function give(column: Column, cell: string): void {
    const at = columns.indexOf(column);
    if (given[at] !== undefined) {
      const message = `The row gives ${column.name} more than once, under different names.`;
      faults.push({ column: column.name, code: 'extra-cell', message });
    }
    given[at] = cell;
  }

  function add(key: string, value: unknown): void {
    const meaning = keys.meaningOf(key);
    if (meaning === undefined) {
      extra.push(`${key}: ${JSON.stringify(value)}`);
      const message = `There is no column ${quoteCell(key)}${keys.nearest(key)}.`;
      faults.push({ column: null, code: 'extra-cell', message });
    } else if (meaning.kind === 'column') {
      const isLeftOut = value === null && skipsNull[columns.indexOf(meaning.column)];
      if (!isLeftOut) give(meaning.column, read(meaning.column, value));
    } else if (meaning.kind === 'part') {
      const own = parts.get(meaning.column) ?? [];
      own[meaning.part] = read(meaning.column, value);
      parts.set(meaning.column, own);
    } else if (meaning.kind === 'helper' && meaning.name === '_reject_id') repairs = String(value);
  }

  for (const key of Object.keys(row)) add(key, row[key]);
  for (const [column, own] of parts) {
    give(column, own.filter((part) => part.trim() !== '').join(' '));
  }
  const cells = standIns(given).map((leftOut, at) => {
    const cell = given[at];
    if (cell !== undefined) return cell;
    if (typeof leftOut !== 'string') faults.push(leftOut);
    return typeof leftOut === 'string' ? leftOut : '';
  });
  return { cells, extra, faults, repairs };
}

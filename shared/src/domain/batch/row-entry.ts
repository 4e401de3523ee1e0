import type { Fault } from '../fault.ts';
import type { Entry } from '../ingest/entry.ts';
import type { CheckedRecord } from '../record-check.ts';
import { type RowColumns, rowCells } from './row-cells.ts';
import { isRow } from './row-keys.ts';

/** How the rows of one batch become entries. */
export interface RowReading extends RowColumns {
  readonly check: (cells: readonly string[]) => CheckedRecord;
  /** Of a longer row only the beginning of each cell is kept. */
  readonly maxCharacters: number;
}

const keptCharacters = 1000;

const shorten = (cells: readonly string[]) => cells.map((cell) => cell.slice(0, keptCharacters));

const lengthOf = (cells: readonly string[]) => cells.reduce((sum, { length }) => sum + length, 0);

/** What the cells' own check finds, without what is known of the same columns to be worse. */
function merge(checked: CheckedRecord, faults: readonly Fault[], { columns }: RowReading) {
  if (faults.length === 0) return checked;
  const faulty = new Set(faults.map(({ column }) => column));
  const values = checked.values.map((value, at) =>
    faulty.has(columns[at]?.name ?? null) ? undefined : value,
  );
  const others = (checked.faults ?? []).filter(({ column }) => !faulty.has(column));
  return { values, faults: [...faults, ...others] };
}

function notARow(value: unknown, line: number): Entry {
  const what = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  const message = `The row is ${what}, not an object with a member for each column.`;
  const faults: Fault[] = [{ column: null, code: 'type-error', message }];
  return { line, cells: shorten([JSON.stringify(value)]), values: [], faults, repairs: null };
}

/** Checks a row of a batch; `line` is its place, from 1. */
export function rowEntry(row: unknown, line: number, reading: RowReading): Entry {
  if (!isRow(row)) return notARow(row, line);
  const { cells, extra, faults, repairs } = rowCells(row, reading);
  const checked = merge(reading.check(cells), faults, reading);
  const all = extra.length === 0 ? cells : [...cells, ...extra];
  if (lengthOf(all) <= reading.maxCharacters) return { line, cells: all, ...checked, repairs };
  const message = `The row has more than ${reading.maxCharacters} characters, more than any row of this table takes. Only the beginning of its cells is kept.`;
  const tooLong: Fault = { column: null, code: 'too-long', message };
  const found = [tooLong, ...(checked.faults ?? [])];
  return { line, cells: shorten(all), values: checked.values, faults: found, repairs };
}

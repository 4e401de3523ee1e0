import { AppError, type ErrorDetail } from './app-error.ts';
import { quoteCell } from './cells/cell-fault.ts';
import type { Column, Contract } from './contract.ts';
import type { HeaderMeaning, HeaderNames } from './header-names.ts';
import { describeNearest } from './nearest-names.ts';
import { columnRules, type TableRules } from './tables-config.ts';

/** Where the values of a record's columns come from. */
export interface ColumnPlan {
  /** Cells that a record must have. */
  readonly width: number;
  /** The columns of the file as it names them, without helper columns: those of its not_added file. */
  readonly fileColumns: readonly string[];
  /** Where the cell of each of `fileColumns` stands in a record. */
  readonly fileCells: readonly number[];
  /** The columns that are written; the text of several cells is joined by a space, blank ones left out. */
  readonly targets: readonly ColumnTarget[];
  /** Where the helper columns of a repaired file stand. */
  readonly helpers: { readonly rejectId?: number; readonly loadId?: number };
}

export interface ColumnTarget {
  readonly column: Column;
  readonly cells: readonly number[];
}

/** The plan of a file without a header: the columns in the table's order, as SELECT * has them. */
export function planWithoutHeader(contract: Contract): ColumnPlan {
  const columns = contract.columns.filter(({ generated, invisible }) => !generated && !invisible);
  return {
    width: columns.length,
    fileColumns: columns.map(({ name }) => name),
    fileCells: columns.map((_column, at) => at),
    targets: columns.map((column, at) => ({ column, cells: [at] })),
    helpers: {},
  };
}

interface NamedCell {
  readonly name: string;
  readonly at: number;
  readonly meaning: HeaderMeaning | undefined;
}

function* explainUnknown(cells: readonly NamedCell[], names: HeaderNames): Generator<string> {
  for (const { name, at, meaning } of cells) {
    if (meaning !== undefined) continue;
    if (name === '') yield `column ${at + 1} has no name`;
    else yield `${quoteCell(name)} is no column of the table${describeNearest(name, names.known)}`;
  }
}

function cellsOf(column: Column, cells: readonly NamedCell[]): NamedCell[] {
  return cells.filter(({ meaning }) => meaning?.kind === 'column' && meaning.column === column);
}

function partsOf(column: Column, part: number, cells: readonly NamedCell[]): NamedCell[] {
  return cells.filter(
    ({ meaning }) => meaning?.kind === 'part' && meaning.column === column && meaning.part === part,
  );
}

const listNames = (cells: readonly NamedCell[]) => cells.map(({ name }) => name).join(', ');

/** What is wrong with the way a header gives one column; nothing where it gives it once or not at all. */
function* explainColumn(
  column: Column,
  cells: readonly NamedCell[],
  rules: TableRules,
): Generator<string> {
  const own = columnRules(rules, column.name);
  const joined = own.joined_from ?? [];
  const whole = cellsOf(column, cells);
  const parts = joined.map((_names, part) => partsOf(column, part, cells));
  const given = parts.flat();

  if (whole.length > 1) yield `${listNames(whole)} are the same column, ${column.name}`;
  if (whole.length > 0 && given.length > 0) {
    yield `${column.name} is given whole (${listNames(whole)}) and in parts (${listNames(given)})`;
  }
  for (const [part, names] of joined.entries()) {
    const cellsOfPart = parts[part] ?? [];
    if (cellsOfPart.length > 1)
      yield `${listNames(cellsOfPart)} are the same part of ${column.name}`;
    if (given.length > 0 && cellsOfPart.length === 0) {
      yield `${column.name} is joined from several columns, and ${names.join(' or ')} is missing`;
    }
  }
  const isNeeded = own.required || (!column.nullable && !column.hasDefault);
  if (isNeeded && whole.length + given.length === 0) {
    yield `the column ${column.name} is missing, and every record needs it`;
  }
}

function targetOf(column: Column, cells: readonly NamedCell[]): ColumnTarget {
  const parts = cells
    .flatMap(({ meaning, at }) =>
      meaning?.kind === 'part' && meaning.column === column ? [{ part: meaning.part, at }] : [],
    )
    .sort((a, b) => a.part - b.part);
  return { column, cells: [...cellsOf(column, cells), ...parts].map(({ at }) => at) };
}

function helperAt(helper: string, cells: readonly NamedCell[]): number | undefined {
  return cells.find(({ meaning }) => meaning?.kind === 'helper' && meaning.name === helper)?.at;
}

/** The names of a header with what they mean; unnamed columns at its end are dropped, as spreadsheets add them. */
export function readHeader(record: readonly string[], names: HeaderNames): NamedCell[] {
  const width = record.findLastIndex((cell) => cell.replace('\ufeff', '').trim() !== '') + 1;
  return record.slice(0, width).map((cell, at) => {
    const name = cell.replace(/^\ufeff/, '').trim();
    return { name, at, meaning: name === '' ? undefined : names.meaningOf(name) };
  });
}

/**
 * The plan of a file whose first record is `header`. Throws `invalid-object` that names every
 * column that is unknown, missing, or given twice.
 */
export function planHeader(
  header: readonly NamedCell[],
  names: HeaderNames,
  contract: Contract,
  rules: TableRules,
): ColumnPlan {
  const columns = contract.columns.filter(({ generated }) => !generated);
  const faults = [
    ...explainUnknown(header, names),
    ...columns.flatMap((column) => [...explainColumn(column, header, rules)]),
  ];
  if (faults.length > 0) throw refuseHeader('The header does not fit', faults, contract);

  const own = header.filter(({ meaning }) => meaning?.kind !== 'helper');
  const rejectId = helperAt('_reject_id', header);
  const loadId = helperAt('_load_id', header);
  return {
    width: header.length,
    fileColumns: own.map(({ name }) => name),
    fileCells: own.map(({ at }) => at),
    targets: columns
      .map((column) => targetOf(column, header))
      .filter(({ cells }) => cells.length > 0),
    helpers: {
      ...(rejectId === undefined ? {} : { rejectId }),
      ...(loadId === undefined ? {} : { loadId }),
    },
  };
}

const shownFaults = 10;

/** The refusal of a first record: what is wrong, the columns there are, and how to say that it is data after all. */
export function refuseHeader(
  sentence: string,
  faults: readonly string[],
  { table, columns }: Contract,
): AppError {
  const details: ErrorDetail[] = faults
    .slice(0, shownFaults)
    .map((message) => ({ at: 'header', message }));
  const more = faults.length - shownFaults;
  const list = faults.slice(0, shownFaults).join('; ') + (more > 0 ? `; and ${more} more` : '');
  const names = columns.map(({ name }) => name).join(', ');
  const ways = `The columns of ${table} are ${names}. If the first record is data, set header=absent in the metadata of the object.`;
  return new AppError('invalid-object', `${sentence}: ${list}. ${ways}`, { details });
}

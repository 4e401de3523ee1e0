import type { Column, Contract } from './contract.ts';
import { explainHeader } from './explain-header.ts';
import { cellsOf, type NamedCell } from './header-cells.ts';
import { type HeaderNames, isExtraName } from './header-names.ts';
import { refuseHeader } from './refuse-header.ts';
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
  /** Cells in which a repaired file still has what stood behind the last column (`_extra_1` …). */
  readonly extraCells: readonly number[];
}

export interface ColumnTarget {
  readonly column: Column;
  /** None where the file does not bring the column and it is filled in. */
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
    extraCells: [],
  };
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

const isExtra = ({ meaning }: NamedCell) => meaning?.kind === 'helper' && isExtraName(meaning.name);

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
  const faults = explainHeader(header, names, contract, rules);
  if (faults.length > 0) throw refuseHeader('The header does not fit', faults, contract);

  const extras = header.filter(isExtra);
  const own = header.filter((cell) => cell.meaning?.kind !== 'helper' || isExtra(cell));
  const rejectId = helperAt('_reject_id', header);
  const loadId = helperAt('_load_id', header);
  return {
    width: header.length,
    fileColumns: own.map(({ name }) => name),
    fileCells: own.map(({ at }) => at),
    targets: contract.columns
      .map((column) => targetOf(column, header))
      .filter(
        ({ column, cells }) =>
          cells.length > 0 || columnRules(rules, column.name).filled_in !== undefined,
      ),
    helpers: {
      ...(rejectId === undefined ? {} : { rejectId }),
      ...(loadId === undefined ? {} : { loadId }),
    },
    extraCells: extras.map(({ at }) => at),
  };
}

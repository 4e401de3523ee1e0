import type { ErrorDetail } from '../app-error.ts';
import type { Load } from './load.ts';
import type { TablePlan } from './table-plan.ts';

/** New texts of a record's cells by the names of their columns. */
export type RepairedRow = Readonly<Record<string, string>>;

/** Where the cell of each name stands: the file's own columns, and the table's where one cell is the whole of it. */
function placeNames({ plan }: Load, { columns }: TablePlan): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const { column, cells } of columns.targets) {
    const [at] = cells;
    if (at !== undefined && cells.length === 1) places.set(column.name.toLowerCase(), at);
  }
  for (const [at, name] of (plan?.columns.fileColumns ?? []).entries()) {
    places.set(name.toLowerCase(), plan?.columns.fileCells[at] ?? at);
  }
  return places;
}

/**
 * Makes the cells of repaired records: those that a repair names are new, the others stay as they
 * came, and what stood behind the last column goes.
 */
export function createCellRepair(load: Load, table: TablePlan) {
  const places = placeNames(load, table);
  const { width } = table.columns;
  return {
    /** The names that are no columns of the load's records, each with what there is. */
    explainUnknown(row: RepairedRow, at: string): ErrorDetail[] {
      const known = load.plan?.columns.fileColumns.join(', ');
      return Object.keys(row)
        .filter((name) => !places.has(name.toLowerCase()))
        .map((name) => ({
          at: `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
          message: `The records of this load have no column ${name}; they have ${known}.`,
        }));
    },
    apply(cells: readonly string[], row: RepairedRow): string[] {
      const repaired = Array.from({ length: width }, (_, at) => cells[at] ?? '');
      for (const [name, text] of Object.entries(row)) {
        const at = places.get(name.toLowerCase());
        if (at !== undefined) repaired[at] = text;
      }
      return repaired;
    },
  };
}

export type CellRepair = ReturnType<typeof createCellRepair>;

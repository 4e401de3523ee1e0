import type { ErrorDetail } from '../app-error.ts';
import type { CellFault } from '../cells/cell-fault.ts';
import type { Column } from '../contract.ts';
import type { LoadPlan } from '../ingest/load.ts';
import type { TablePlan } from '../ingest/table-plan.ts';
import { jsonCell } from './json-cell.ts';
import type { JsonRow } from './row-keys.ts';

/** Where a name's cell stands in a record; no column is written from what stands behind the last one. */
interface Place {
  readonly at: number;
  readonly column: Column | undefined;
}

const asText = { cell: '', fault: null };

function cellOf(value: unknown, { column }: Place): { cell: string; fault: CellFault | null } {
  if (column !== undefined) return jsonCell(value, column);
  return value === null ? asText : { ...asText, cell: String(value) };
}

/** The file's own names, and those of the table's columns of which one cell is the whole. */
function placeNames(plan: LoadPlan, { columns }: TablePlan): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const { column, cells } of columns.targets) {
    const [at] = cells;
    if (at !== undefined && cells.length === 1)
      places.set(column.name.toLowerCase(), { at, column });
  }
  for (const [position, name] of plan.columns.fileColumns.entries()) {
    const at = plan.columns.fileCells[position] ?? position;
    const target = columns.targets.find(({ cells }) => cells.includes(at));
    places.set(name.toLowerCase(), { at, column: target?.column });
  }
  return places;
}

const pointer = (at: string, name: string) =>
  `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Puts new values in the place of the cells of a load's records. */
export function createCellRepair(plan: LoadPlan, table: TablePlan) {
  const places = placeNames(plan, table);
  const { width } = table.columns;
  const known = plan.columns.fileColumns.join(', ');
  return {
    /** What in the row at `at` can be no value of a column; nothing of it is written then. */
    explain: (row: JsonRow, at: string): ErrorDetail[] =>
      Object.entries(row).flatMap(([name, value]): ErrorDetail[] => {
        const place = places.get(name.toLowerCase());
        const message =
          place === undefined
            ? `The records of this load have no column ${name}; they have ${known}.`
            : cellOf(value, place).fault?.message;
        return message === undefined ? [] : [{ at: pointer(at, name), message }];
      }),
    /** The cells that the row names are new, the others stay as they came; what stood behind the last column goes. */
    apply(cells: readonly string[], row: JsonRow): string[] {
      const repaired = Array.from({ length: width }, (_, at) => cells[at] ?? '');
      for (const [name, value] of Object.entries(row)) {
        const place = places.get(name.toLowerCase());
        if (place !== undefined) repaired[place.at] = cellOf(value, place).cell;
      }
      return repaired;
    },
  };
}

export type CellRepair = ReturnType<typeof createCellRepair>;

import type { ColumnPlan } from '../column-plan.ts';
import type { ForeignKey } from '../contract.ts';
import type { CellEncoding } from '../csv/decode-cell.ts';
import type { ColumnTarget } from '../header.ts';
import type { QuickColumn } from '../packing/quick-cell.ts';
import { compileQuickColumn } from '../packing/quick-column.ts';
import { columnRules, type TableRules } from '../tables-config.ts';
import { checkableForeignKeys, type EntryRules, identifyingKey } from './entry-rules.ts';

/** How the good records of a file are packed. */
export interface PackingPlan {
  /** By the cells of a record; null for a cell that no column takes. */
  readonly columns: readonly (QuickColumn | null)[];
  /** The columns in the order of their cells, which is that of a packed row. */
  readonly targets: readonly ColumnTarget[];
  /** Where the values of a packed row stand in an entry. */
  readonly positions: readonly number[];
  /** The integer key's place in a packed row and in a record; null where the file brings no key. */
  readonly key: PackedColumn | null;
  readonly references: readonly PackedReference[];
}

export interface PackedColumn {
  readonly cell: number;
  /** Its position among the values of an entry. */
  readonly position: number;
}

export interface PackedReference extends PackedColumn {
  readonly foreignKey: ForeignKey;
}

const isInteger = (target: ColumnTarget | undefined) => target?.column.kind === 'integer';

/** Where what decides over a record are single integers: its key, if the file brings one, and its references. */
function findIntegers(rules: EntryRules): Pick<PackingPlan, 'key' | 'references'> | null {
  const { contract, targets } = rules;
  const toColumn = (position: number): PackedColumn => ({
    position,
    cell: targets[position]?.cells[0] ?? 0,
  });
  const positionOf = (name: string | undefined) =>
    targets.findIndex(({ column }) => column.name === name);

  const { columns, positions } = identifyingKey(rules);
  const [keyPosition] = positions;
  const isPlainKey =
    positions.length === 0 || (positions.length === 1 && isInteger(targets[keyPosition ?? 0]));
  const hasOtherKeys = contract.uniqueKeys.some(
    ({ columns: [...names] }) => names.join() !== columns.join(),
  );
  if (!isPlainKey || hasOtherKeys) return null;

  const refersToItself = contract.foreignKeys.some(
    ({ parentTable }) => parentTable === contract.table,
  );
  const references = checkableForeignKeys(rules).map((foreignKey) => ({
    foreignKey,
    ...toColumn(positionOf(foreignKey.columns[0])),
  }));
  const arePlain = references.every(
    ({ foreignKey, position }) => foreignKey.columns.length === 1 && isInteger(targets[position]),
  );
  if (refersToItself || !arePlain) return null;
  return { key: keyPosition === undefined ? null : toColumn(keyPosition), references };
}

/**
 * Plans how records are packed. Null where they are not: rows that depend on each other by more
 * than an integer key (another unique key, a reference to the same table) are written in the order
 * of the file, references by anything but an integer are looked up as texts, values that are joined
 * of several cells have no bytes of their own, and a repaired file closes rejects record by record.
 */
export function planPacking(
  rules: EntryRules,
  plan: ColumnPlan,
  tableRules: TableRules,
  how: { encoding: CellEncoding; now: Date },
): PackingPlan | null {
  const integers = findIntegers(rules);
  const areSingle = rules.targets.every(({ cells }) => cells.length === 1);
  const isRepair = plan.helpers.rejectId !== undefined || plan.extraCells.length > 0;
  if (integers === null || !areSingle || isRepair) return null;

  const order = rules.targets
    .map((target, position) => ({ target, position, cell: target.cells[0] ?? 0 }))
    .sort((left, right) => left.cell - right.cell);
  const columns = Array.from({ length: plan.width }, (_, cell): QuickColumn | null => {
    const column = order.find((each) => each.cell === cell)?.target.column;
    return column ? compileQuickColumn(column, columnRules(tableRules, column.name), how) : null;
  });
  return {
    columns,
    targets: order.map(({ target }) => target),
    positions: order.map(({ position }) => position),
    ...integers,
  };
}

import { type CheckedCell, compileCellCheck } from './cell-check.ts';
import { isFault } from './cells/cell-fault.ts';
import { momentText } from './cells/moment-text.ts';
import type { ColumnPlan, ColumnTarget } from './column-plan.ts';
import type { Fault } from './fault.ts';
import { columnRules, type TableRules } from './tables-config.ts';

export interface CheckedRecord {
  /** In the order of the plan's targets: canonical text, null for NULL, undefined where the cell is faulty. */
  readonly values: (string | null | undefined)[];
  /** Everything that is wrong with the record; null for a clean one. */
  readonly faults: Fault[] | null;
}

type TargetCheck = (cells: readonly string[]) => CheckedCell | undefined;

/** Joins the parts of a value, without those that are blank or `\N`. */
function join(cells: readonly string[], parts: readonly number[]): string {
  return parts
    .map((at) => (cells[at] ?? '').trim())
    .filter((part) => part !== '' && part !== '\\N')
    .join(' ');
}

/** Undefined where the record ends before the target's cell. */
function compileTarget(
  { column, cells: parts }: ColumnTarget,
  rules: TableRules,
  now: Date,
): TargetCheck {
  const [first] = parts;
  if (first === undefined) {
    const filledIn = momentText(column, now);
    return () => filledIn;
  }
  const check = compileCellCheck(column, columnRules(rules, column.name), now);
  if (parts.length === 1) {
    return (cells) => {
      const cell = cells[first];
      return cell === undefined ? undefined : check(cell);
    };
  }
  const last = Math.max(...parts);
  return (cells) => (cells.length <= last ? undefined : check(join(cells, parts)));
}

const isFilled = (cell: string | undefined) => cell !== undefined && cell.trim() !== '';

/**
 * A record with a cell too few or too many; blank cells past the end don't count, as spreadsheets
 * add them. A repaired file keeps what was too much in columns of their own, to be emptied.
 */
function explainWidth(
  cells: readonly string[],
  { width, extraCells }: ColumnPlan,
): Fault | undefined {
  if (cells.length < width) {
    const message = `The record has ${cells.length} cells, and the file has ${width} columns.`;
    return { column: null, code: 'missing-cell', message };
  }
  const leftOver = extraCells.filter((at) => isFilled(cells[at])).length;
  if (leftOver > 0) {
    const message = `The record still has ${leftOver} cells behind its last column. Move what is in _extra_1 and so on where it belongs, or empty them.`;
    return { column: null, code: 'extra-cell', message };
  }
  const filled = cells.findLastIndex(isFilled) + 1;
  if (filled <= width) return undefined;
  const message = `The record has ${filled} cells, and the file has ${width} columns.`;
  return { column: null, code: 'extra-cell', message };
}

/**
 * Makes the check of a file's records. It finds every fault of a record, not the first: a wrong
 * number of cells, then the cells in the order of the plan. A cell that is not there has no fault
 * of its own.
 */
export function compileRecordCheck(
  plan: ColumnPlan,
  rules: TableRules,
  now: Date,
): (cells: readonly string[]) => CheckedRecord {
  const { width, extraCells } = plan;
  const mayHaveExtras = extraCells.length > 0;
  const count = plan.targets.length;
  const names = plan.targets.map(({ column }) => column.name);
  const checks = plan.targets.map((target) => compileTarget(target, rules, now));

  return (cells) => {
    const values = new Array<string | null | undefined>(count);
    const isEven = cells.length === width && !mayHaveExtras;
    const uneven = isEven ? undefined : explainWidth(cells, plan);
    let faults: Fault[] | null = uneven === undefined ? null : [uneven];
    for (let at = 0; at < count; at++) {
      const checked = checks[at]?.(cells);
      if (isFault(checked)) {
        faults ??= [];
        faults.push({ column: names[at] ?? null, ...checked });
      } else values[at] = checked;
    }
    return { values, faults };
  };
}

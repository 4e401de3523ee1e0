import { type CheckedCell, compileCellCheck } from '../cell-check.ts';
import { compileEmptyCell } from '../cells/empty-cell.ts';
import type { Column } from '../contract.ts';
import type { CellEncoding } from '../csv/decode-cell.ts';
import type { ColumnRules } from '../tables-config.ts';
import { type QuickCell, type QuickColumn, quickCheckedCell } from './quick-cell.ts';
import { quickDate, quickDatetime } from './quick-datetime.ts';
import { quickInteger } from './quick-integer.ts';
import { quickText } from './quick-text.ts';

/** Character sets that hold whatever UTF-8 writes in three bytes. */
const wideCharsets: readonly (string | undefined)[] = [undefined, 'utf8mb4', 'utf8mb3', 'utf8'];

function chooseCopy(
  column: Column,
  rules: ColumnRules,
  encoding: CellEncoding,
): QuickCell | undefined {
  const isPlainDate = rules.date_formats.length === 0 && !rules.not_in_future;
  switch (column.kind) {
    case 'integer':
      return quickInteger(column);
    case 'text':
      return wideCharsets.includes(column.charset)
        ? quickText(column, encoding === 'utf-8')
        : undefined;
    case 'date':
      return isPlainDate ? quickDate : undefined;
    case 'datetime':
      return isPlainDate ? quickDatetime(column) : undefined;
    default:
      return undefined;
  }
}

/**
 * Makes the quick way of a column's cells. What it copies is what the cell's check answers
 * (`cell-check.ts`), and whatever that refuses wants a closer look here.
 */
export function compileQuickColumn(
  column: Column,
  rules: ColumnRules,
  { encoding, now }: { encoding: CellEncoding; now: Date },
): QuickColumn {
  const empty: CheckedCell = compileEmptyCell(column, rules, now);
  const copy = chooseCopy(column, rules, encoding);
  return { copy: copy ?? quickCheckedCell(compileCellCheck(column, rules, now)), empty };
}

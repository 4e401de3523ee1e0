import type { Column } from '../contract.ts';
import type { ColumnRules } from '../tables-config.ts';
import type { CellFault } from './cell-fault.ts';
import { momentText } from './moment-text.ts';
import { compileValueCheck } from './value-check.ts';

const missing: CellFault = {
  code: 'missing-value',
  message: 'The cell is empty, and the column needs a value.',
};

/** The text of a column's literal default. */
export function defaultValue(column: Column, rules: ColumnRules, now: Date): string | CellFault {
  if (column.defaultsToNow === true) return momentText(column, now);
  if (column.defaultText !== undefined) {
    return compileValueCheck(column, rules, now)(column.defaultText);
  }
  return { code: 'type-error', message: 'The column has no literal default.' };
}

/** What an empty cell of a column stands for; null is NULL, which an auto-increment column takes for "the next". */
export function compileEmptyCell(
  column: Column,
  rules: ColumnRules,
  now: Date,
): string | null | CellFault {
  if (rules.required) return missing;
  if (rules.empty === 'text') return compileValueCheck(column, rules, now)('');
  if (rules.empty === 'default') return defaultValue(column, rules, now);
  return column.nullable || column.autoIncrement ? null : missing;
}

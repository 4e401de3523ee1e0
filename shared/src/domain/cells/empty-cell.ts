import type { Column } from '../contract.ts';
import type { ColumnRules } from '../tables-config.ts';
import type { CellFault } from './cell-fault.ts';
import { compileValueCheck } from './value-check.ts';

const missing: CellFault = {
  code: 'missing-value',
  message: 'The cell is empty, and the column needs a value.',
};

function defaultValue(column: Column, rules: ColumnRules, now: Date): string | CellFault {
  const text = column.defaultsToNow === true ? now.toISOString() : column.defaultText;
  if (text === undefined) {
    return { code: 'type-error', message: 'The column has no literal default.' };
  }
  if (column.defaultsToNow !== true) return compileValueCheck(column, rules, now)(text);
  const fraction = column.fraction ?? 0;
  const seconds = text.slice(0, 19).replace('T', ' ');
  return fraction === 0
    ? seconds
    : `${seconds}.${text.slice(20, 23).padEnd(6, '0').slice(0, fraction)}`;
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

import { isFault } from '../cells/cell-fault.ts';
import { defaultValue } from '../cells/empty-cell.ts';
import { momentText } from '../cells/moment-text.ts';
import type { Column } from '../contract.ts';
import type { Fault } from '../fault.ts';
import { columnRules, type TableRules } from '../tables-config.ts';

/** What stands for a column that a row leaves out: a cell, or why it can't be left out. */
export type LeftOut = string | Fault;

const refuse = ({ name }: Column, why: string): Fault => ({
  column: name,
  code: 'missing-cell',
  message: `The row leaves out ${name}, which other rows give, and ${why}.`,
});

/**
 * What stands for a column that other rows of the batch give: what the database would put there in
 * a new row. Where the row may be stored already and be updated, that would overwrite what is there,
 * so all rows have to give the same columns.
 */
export function standIn(
  column: Column,
  rules: TableRules,
  { now, isNew }: { readonly now: Date; readonly isNew: boolean },
): LeftOut {
  const own = columnRules(rules, column.name);
  if (own.filled_in !== undefined && isNew) return momentText(column, now);
  if (own.required || column.autoIncrement) return '';
  if (!isNew) return refuse(column, 'an update would overwrite it');
  if (!column.hasDefault) return '';
  const value = defaultValue(column, own, now);
  if (!isFault(value)) return value;
  return refuse(column, 'the database computes it. Give it in all rows or in none');
}

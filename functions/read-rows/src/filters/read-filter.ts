import type { ErrorDetail } from '@cutover/shared/domain/app-error.ts';
import { isFault } from '@cutover/shared/domain/cells/cell-fault.ts';
import { compileValueCheck } from '@cutover/shared/domain/cells/value-check.ts';
import type { Column } from '@cutover/shared/domain/contract.ts';
import type { Filter } from '@cutover/shared/domain/rows/filter.ts';
import {
  type ColumnRules,
  columnRules,
  type TableRules,
} from '@cutover/shared/domain/tables-config.ts';
import { splitList } from '../split-list.ts';
import { type Operator, operatorsOf } from './operators.ts';

/** What is wrong with a filter; its place is told by who knows the parameter. */
export type FilterFault = Omit<ErrorDetail, 'at'>;

type Checked = { readonly values: readonly string[] } | { readonly fault: FilterFault };

/** As a load takes cells, but a date may lie in the future. */
function checkValues(column: Column, rules: ColumnRules, given: readonly string[]): Checked {
  const check = compileValueCheck(column, { ...rules, not_in_future: false }, new Date(0));
  const isVerbatim = column.kind === 'text' || column.kind === 'binary';
  const values: string[] = [];
  for (const text of given) {
    const checked = check(isVerbatim ? text : text.trim());
    if (isFault(checked)) return { fault: checked };
    values.push(checked);
  }
  return { values };
}

function readNull(column: Column, text: string): Filter | FilterFault {
  if (text !== 'true' && text !== 'false') return { message: 'null must be true or false.' };
  return { column, operator: 'null', isNull: text === 'true' };
}

/** The condition of one column, or why there is none. */
export function readFilter(
  column: Column,
  operator: Operator,
  text: string,
  tableRules: TableRules,
): Filter | FilterFault {
  const allowed = operatorsOf(column);
  if (!allowed.includes(operator)) {
    const message = `${column.name} (${column.sqlType}) is filtered by ${allowed.join(', ')} alone.`;
    return { message };
  }
  if (operator === 'null') return readNull(column, text);
  const given = operator === 'in' ? splitList(text) : [text];
  if (given === null) return { message: 'A quote is not closed, or text follows it.' };
  const checked = checkValues(column, columnRules(tableRules, column.name), given);
  if ('fault' in checked) return checked.fault;
  const { values } = checked;
  if (operator === 'in') return { column, operator, values };
  return { column, operator, value: values[0] ?? '' };
}

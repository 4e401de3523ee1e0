import { AppError } from '@cutover/shared/domain/app-error.ts';
import { quoteCell } from '@cutover/shared/domain/cells/cell-fault.ts';
import type { Column, Contract } from '@cutover/shared/domain/contract.ts';
import { describeNearest } from '@cutover/shared/domain/nearest-names.ts';
import { splitList } from './split-list.ts';

export function explainUnknownColumn(name: string, { table, columns }: Contract): string {
  const names = columns.map((column) => column.name);
  const nearest = describeNearest(name, names);
  return `${table} has no column ${quoteCell(name)}${nearest}; it has ${names.join(', ')}.`;
}

function refuseColumns(messages: readonly string[]): AppError {
  const details = messages.map((message) => ({ at: 'columns', message }));
  return new AppError('invalid-request', messages.join(' '), { details });
}

/** The columns named in the query, in its order; else all but the invisible ones, as SELECT * has them. */
export function chooseColumns(list: string | undefined, contract: Contract): readonly Column[] {
  const { columns } = contract;
  if (list === undefined) return columns.filter(({ invisible }) => invisible !== true);
  const names = splitList(list) ?? [];
  if (names.length === 0) throw refuseColumns(['A quote is not closed, or text follows it.']);
  const repeated = names.filter((name, at) => names.indexOf(name) < at);
  if (repeated.length > 0) throw refuseColumns([`${repeated.join(', ')} is named twice.`]);
  const found = names.flatMap((name) => columns.filter((column) => column.name === name));
  if (found.length === names.length) return found;
  const unknown = names.filter((name) => !columns.some((column) => column.name === name));
  throw refuseColumns(unknown.map((name) => explainUnknownColumn(name, contract)));
}

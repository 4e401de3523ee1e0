import { AppError, type ErrorDetail } from '@cutover/shared/domain/app-error.ts';
import type { Contract } from '@cutover/shared/domain/contract.ts';
import type { Filter } from '@cutover/shared/domain/rows/filter.ts';
import type { TableRules } from '@cutover/shared/domain/tables-config.ts';
import { explainUnknownColumn } from '../choose-columns.ts';
import { type Operator, operators } from './operators.ts';
import { type FilterFault, readFilter } from './read-filter.ts';

const form = /^where\[(.+?)\](?:\[([^[\]]*)\])?$/s;

function readParameter(
  [name, text]: readonly [string, string],
  contract: Contract,
  rules: TableRules,
): Filter | FilterFault {
  const [, columnName = '', operatorName = 'eq'] = form.exec(name) ?? [];
  const column = contract.columns.find((candidate) => candidate.name === columnName);
  if (column === undefined) return { message: explainUnknownColumn(columnName, contract) };
  const operator: Operator | undefined = operators.find((known) => known === operatorName);
  if (operator !== undefined) return readFilter(column, operator, text, rules);
  return { message: `There is no operator ${operatorName}; there are ${operators.join(', ')}.` };
}

/**
 * The filters of a query: `where[column]=value` or `where[column][operator]=value`. Fails with
 * `invalid-request` that names each that is wrong, with the code of the cell check where its value is.
 */
export function readFilters(
  where: Readonly<Record<string, string>>,
  contract: Contract,
  rules: TableRules,
): Filter[] {
  const filters: Filter[] = [];
  const details: ErrorDetail[] = [];
  for (const parameter of Object.entries(where)) {
    const read = readParameter(parameter, contract, rules);
    if ('column' in read) filters.push(read);
    else details.push({ at: parameter[0], ...read });
  }
  if (details.length === 0) return filters;
  const sentences = details.map(({ at, message }) => `${at}: ${message}`);
  throw new AppError('invalid-request', `The filters are not valid. ${sentences.join(' ')}`, {
    details,
  });
}

import { AppError } from '@cutover/shared/domain/app-error.ts';
import type { Contract } from '@cutover/shared/domain/contract.ts';
import { choosePageKey } from '@cutover/shared/domain/rows/page-key.ts';
import type { RowsRequest } from '@cutover/shared/domain/rows/ports.ts';
import type { TableRules } from '@cutover/shared/domain/tables-config.ts';
import { chooseColumns } from './choose-columns.ts';
import { readFilters } from './filters/read-filters.ts';
import type { FormatName } from './formats/formats.ts';
import type { RowsQuery } from './rows-query.ts';

function refuseLimit(message: string): AppError {
  return new AppError('invalid-request', message, { details: [{ at: 'limit', message }] });
}

const explainNoKey = (table: string) =>
  `${table} has no primary key, and no unique key without NULLs that orders its rows, so pages of it can't follow one another. Read it whole, with limit=all and format=csv or ndjson.`;

/** The rows that a query asks for. Fails with `invalid-request` that names the parameter at fault. */
export function planPage(
  query: RowsQuery,
  format: FormatName,
  contract: Contract,
  rules: TableRules,
): RowsRequest {
  const { limit, cursor = null, order } = query;
  const key = choosePageKey(contract);
  if (limit === null && format === 'json') {
    throw refuseLimit('All rows come as a stream: limit=all needs format=csv or ndjson.');
  }
  if (limit !== null && key === null) throw refuseLimit(explainNoKey(contract.table));
  return {
    contract,
    columns: chooseColumns(query.columns, contract),
    filters: readFilters(query.where, contract, rules),
    key,
    isDescending: order === 'desc',
    cursor,
    limit,
  };
}

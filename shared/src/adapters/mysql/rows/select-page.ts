import type { Column } from '../../../domain/contract.ts';
import type { PageKey } from '../../../domain/rows/page-key.ts';
import type { RowsRequest } from '../../../domain/rows/ports.ts';

import { quoteIdentifier } from '../quote-identifier.ts';
import type { Statement } from '../statement.ts';
import { whereClause } from './conditions.ts';
import { readExpression } from './read-expression.ts';

function orderClause(key: PageKey | null, isDescending: boolean): string {
  if (key === null) return '';
  const direction = isDescending ? ' DESC' : '';
  const order = key.columns.map(({ name }) => `${quoteIdentifier(name)}${direction}`);
  return ` ORDER BY ${order.join(', ')}`;
}

/** Without the hint the server may choose another index, and sort the table for every page. */
function indexHint({ key, filters }: RowsRequest): string {
  return key === null || filters.length > 0 ? '' : ` FORCE INDEX (${quoteIdentifier(key.name)})`;
}

function select(columns: readonly Column[], request: RowsRequest): Statement {
  const list = columns.map(readExpression).join(', ');
  const from = `${quoteIdentifier(request.contract.table)}${indexHint(request)}`;
  const where = whereClause(request);
  const order = orderClause(request.key, request.isDescending);
  return { sql: `SELECT ${list} FROM ${from}${where.sql}${order}`, values: where.values };
}

/** The rows asked for. */
export function selectPage(request: RowsRequest): Statement {
  const { sql, values } = select(request.columns, request);
  if (request.limit === null) return { sql, values };
  return { sql: `${sql} LIMIT ?`, values: [...values, request.limit] };
}

/** The keys of a page's last row and of the one behind it, as far as there are such rows. */
export function selectPageEnd(request: RowsRequest, key: PageKey, limit: number): Statement {
  const { sql, values } = select(key.columns, request);
  return { sql: `${sql} LIMIT 2 OFFSET ?`, values: [...values, limit - 1] };
}

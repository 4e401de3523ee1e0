import type { Expression } from '../syntax/expression.ts';
import type { Query, QueryBody } from '../syntax/query.ts';
import { coerce } from './coerce.ts';
import type { Context, ResolvedQuery } from './context.ts';
import { orderKeys } from './order-sql.ts';
import { outputName } from './output.ts';
import { resolveCommonTables } from './resolve-common-tables.ts';
import { resolveSelect } from './resolve-select.ts';
import { resolveSetOperation } from './resolve-set-operation.ts';
import { columnValue } from './value.ts';

function countSql(node: Expression, word: string, context: Context): string {
  if (node.kind === 'literal' && node.type === 'INT64' && !node.text.startsWith('-'))
    return node.text;
  const value = node.kind === 'parameter' ? context.expression(node) : null;
  const sql = value === null ? null : coerce(value, { kind: 'INT64' });
  if (sql !== null) return `gs_not_negative(${sql})`;
  throw context.error(node.at, `${word} expects a non-negative integer literal or parameter`);
}

function limitClause({ limit, offset }: Query, context: Context): string {
  if (limit === null) return '';
  const skip = offset === null ? '' : ` OFFSET ${countSql(offset, 'OFFSET', context)}`;
  return ` LIMIT ${countSql(limit, 'LIMIT', context)}${skip}`;
}

function resolveBody(body: QueryBody, context: Context, asValue: boolean): ResolvedQuery {
  if (body.kind === 'set') {
    return resolveSetOperation(body, context, (input, around) =>
      resolveBody(input, around, asValue),
    );
  }
  if (body.kind === 'nested') return resolveQuery(body.query, context, asValue);
  if (body.as === 'VALUE') throw context.unsupported(body.at, 'SELECT AS VALUE');
  return resolveSelect(body, [], context, asValue && body.as === 'STRUCT');
}

/** ORDER BY over more than one SELECT: the columns of the answer are all there is to order by. */
function resolveOrdered(query: Query, context: Context, asValue: boolean): ResolvedQuery {
  const { body, orderBy } = query;
  if (body.kind === 'select' && body.as !== 'VALUE') {
    return resolveSelect(body, orderBy, context, asValue && body.as === 'STRUCT');
  }
  const { sql, columns } = resolveBody(body, context, asValue);
  if (orderBy.length === 0 && query.limit === null) return { sql, columns };
  const alias = context.notes.newName('q');
  const values = columns.map(({ value }, index) =>
    columnValue(`${alias}.${outputName(index)}`, value.type),
  );
  const named = columns.map(({ name }, index) => ({
    name: name ?? '',
    value: values[index] ?? columnValue('', { kind: 'INT64' }),
  }));
  const scope = { columns: named, ranges: [], parent: context.scope, aliases: [], grouping: null };
  const inner = context.with({ scope }).at('ORDER BY clause');
  const keys = orderBy.flatMap((item) => {
    const { value: node } = item;
    if (node.kind !== 'literal' || node.type !== 'INT64')
      return orderKeys(inner.expression(node), item, inner);
    const value = values[Number(node.text) - 1];
    if (value !== undefined) return orderKeys(value, item, inner);
    throw context.error(node.at, `ORDER BY column number item is out of range: ${node.text}`);
  });
  const order = keys.length === 0 ? '' : ` ORDER BY ${keys.join(', ')}`;
  return { sql: `SELECT * FROM (${sql}) AS ${alias}${order}`, columns };
}

/** A query with its WITH, ORDER BY and LIMIT. */
export function resolveQuery(query: Query, outer: Context, asValue: boolean): ResolvedQuery {
  const { sql: tables, context } = resolveCommonTables(query, outer);
  const { sql, columns } = resolveOrdered(query, context, asValue);
  return { sql: `${tables}${sql}${limitClause(query, context)}`, columns };
}

import type { Expression } from '../syntax/expression.ts';
import type { AppendsItem } from '../syntax/query.ts';
import { coerce } from './coerce.ts';
import type { Context } from './context.ts';
import { type FromResult, namedTable } from './from-result.ts';
import { requireRelation } from './require-relation.ts';
import { columnSql } from './resolve-path.ts';
import { columnValue, scalarType } from './value.ts';

/** What APPENDS adds to a table's columns. */
const changeColumns = [
  { name: '_CHANGE_TYPE', type: scalarType('STRING') },
  { name: '_CHANGE_TIMESTAMP', type: scalarType('TIMESTAMP') },
];

function timeSql(node: Expression | null, context: Context): string | null {
  if (node === null || node.kind === 'null') return null;
  const value = context.at('APPENDS').expression(node);
  const sql = coerce(value, scalarType('TIMESTAMP'));
  if (sql !== null) return sql;
  throw context.error(node.at, 'APPENDS takes timestamps as its start and its end');
}

/** APPENDS(TABLE t, start, end): the rows that were added from the start on, and before the end. */
export function resolveAppends(node: AppendsItem, context: Context): FromResult {
  const { name: table, relation } = requireRelation(node.path, context);
  if (relation.kind !== 'table') throw context.error(node.at, 'APPENDS takes a table');
  context.notes.note(table);
  const start = timeSql(node.start, context);
  const end = timeSql(node.end, context);
  const time = '"_CHANGE_TIMESTAMP"';
  const bounds = [
    ...(start === null ? [] : [`(${start} IS NULL OR ${time} >= ${start})`]),
    ...(end === null ? [] : [`(${end} IS NULL OR ${time} < ${end})`]),
  ];
  const where = bounds.length === 0 ? '' : ` WHERE ${bounds.join(' AND ')}`;
  const name = context.notes.newName('t');
  const columns = [...relation.columns, ...changeColumns].map((column) => ({
    name: column.name,
    value: columnValue(columnSql(name, column.name), column.type),
  }));
  const sql = `(SELECT * FROM (${context.notes.options.appends(table)})${where}) AS ${name}`;
  return namedTable(sql, node.alias?.text ?? null, columns);
}

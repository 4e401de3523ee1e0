import { quoteName } from '../../duckdb-type.ts';
import { type Column, formatType } from '../../google-type.ts';
import { relationOf } from '../../table-name.ts';
import type { Context } from '../resolve/context.ts';
import { outputName } from '../resolve/output.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Query } from '../syntax/query.ts';
import type { Insert } from '../syntax/statement.ts';
import { assignSql, defaultSql, storeSql } from './store-value.ts';
import { requireColumns, requireTarget, type Target } from './target-table.ts';
import type { Translation } from './translation.ts';

/** A value for every column of the table, in the table's order: what is not given is the default. */
export function completeRow(
  target: Target,
  given: readonly Column[],
  sqls: readonly string[],
  context: Context,
): string[] {
  return target.columns.map((column) => {
    const index = given.indexOf(column);
    return sqls[index] ?? defaultSql(column, context);
  });
}

function rowSql(
  row: readonly Expression[],
  columns: readonly Column[],
  target: Target,
  context: Context,
): string {
  const [first] = row;
  if (row.length !== columns.length) {
    const message = `Inserted row has wrong column count; Has ${row.length}, expected ${columns.length}`;
    throw context.error(first?.at ?? 0, message);
  }
  const sqls = columns.map((column, index) => {
    const node = row[index];
    return node === undefined ? '' : assignSql(node, column, context);
  });
  return `(${completeRow(target, columns, sqls, context).join(', ')})`;
}

/** The rows of a query as columns of the table; a literal in it becomes the type of its column. */
export function querySql(
  query: Query,
  columns: readonly Column[],
  target: Target,
  context: Context,
): string {
  const { sql, columns: outputs } = context.query(query);
  if (outputs.length !== columns.length) {
    const message = `Inserted row has wrong column count; Has ${outputs.length}, expected ${columns.length}`;
    throw context.error(query.at, message);
  }
  const alias = context.notes.newName('q');
  const sqls = columns.map((column, index) => {
    const output = outputs[index];
    if (output === undefined) return '';
    const value = {
      ...output.value,
      sql: `${alias}.${outputName(index)}`,
      isParameter: false,
      parts: null,
      simple: false,
    };
    const stored = storeSql(value, column);
    if (stored !== null) return stored;
    const message = `Query column ${index + 1} has type ${formatType(value.type)} which cannot be inserted into column ${column.name}, which has type ${formatType(column.type)}`;
    throw context.error(query.at, message);
  });
  return `SELECT ${completeRow(target, columns, sqls, context).join(', ')} FROM (${sql}) AS ${alias}`;
}

export const columnList = (columns: readonly Column[]) =>
  columns.map(({ name }) => quoteName(name)).join(', ');

export function translateInsert(
  { table, columns: names, source }: Insert,
  given: Context,
): Translation {
  const context = given.at('INSERT');
  const target = requireTarget(table, 'INSERT', context);
  const columns = requireColumns(target, names, context);
  const rows =
    source.kind === 'query'
      ? querySql(source.query, columns, target, context)
      : `VALUES ${source.rows.map((row) => rowSql(row, columns, target, context)).join(', ')}`;
  const sql = `INSERT INTO ${relationOf(target.name)} (${columnList(target.columns)}) ${rows}`;
  return { kind: 'INSERT', sql, target: target.name };
}

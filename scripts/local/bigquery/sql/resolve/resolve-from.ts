import { relationOf } from '../../table-name.ts';
import type { FromItem, SubqueryItem, TableItem } from '../syntax/query.ts';
import type { Context } from './context.ts';
import { type FromResult, namedTable, textOf } from './from-result.ts';
import { type Output, outputName } from './output.ts';
import { requireRelation } from './require-relation.ts';
import { resolveAppends } from './resolve-appends.ts';
import { resolveJoin } from './resolve-join.ts';
import { columnSql } from './resolve-path.ts';
import { resolveUnnest } from './resolve-unnest.ts';
import { type ScopeColumn, sameName } from './scope.ts';
import { columnValue } from './value.ts';

const scopeColumns = (outputs: readonly Output[], alias: string): ScopeColumn[] =>
  outputs.map(({ name, value }, index) => ({
    name: name ?? '',
    value: columnValue(`${alias}.${outputName(index)}`, value.type),
  }));

function resolveSubqueryItem({ query, alias }: SubqueryItem, context: Context): FromResult {
  const { sql, columns } = context.query(query);
  const name = context.notes.newName('t');
  return namedTable(`(${sql}) AS ${name}`, textOf(alias), scopeColumns(columns, name));
}

function resolveTable({ path, alias }: TableItem, context: Context): FromResult {
  const [first] = path;
  const name = context.notes.newName('t');
  const shown = textOf(alias) ?? path.at(-1)?.text ?? '';
  const common =
    path.length === 1 && first !== undefined
      ? context.commonTables.get(first.text.toLowerCase())
      : undefined;
  if (common !== undefined) {
    return namedTable(`${common.sql} AS ${name}`, shown, scopeColumns(common.columns, name));
  }
  const { name: table, relation } = requireRelation(path, context);
  context.notes.note(table);
  const columns = relation.columns.map((column) => ({
    name: column.name,
    value: columnValue(columnSql(name, column.name), column.type),
  }));
  return namedTable(`${relationOf(table)} AS ${name}`, shown, columns);
}

/** FROM t, t.list: the path begins with a name of what stands before it. */
function isArrayPath({ path }: TableItem, left: FromResult | null): boolean {
  const [first] = path;
  if (left === null || first === undefined || path.length < 2) return false;
  const names = [
    ...left.ranges.map(({ alias }) => alias ?? ''),
    ...left.columns.map(({ name }) => name),
  ];
  return names.some((name) => sameName(name, first.text));
}

/** A part of a FROM clause. `left` is what stands before it, whose columns an array may come from. */
export function resolveFrom(node: FromItem, context: Context, left: FromResult | null): FromResult {
  if (node.kind === 'join') return resolveJoin(node, context, left, resolveFrom);
  if (node.kind === 'subquery') return resolveSubqueryItem(node, context);
  if (node.kind === 'unnest') return resolveUnnest(node, context, left);
  if (node.kind === 'appends') return resolveAppends(node, context);
  if (isArrayPath(node, left)) {
    const { path, alias, offset, at } = node;
    const implied = alias ?? path.at(-1) ?? null;
    const array = { kind: 'path' as const, names: path, at };
    return resolveUnnest({ kind: 'unnest', array, alias: implied, offset, at }, context, left);
  }
  if (node.offset !== null)
    throw context.error(node.offset.at, 'WITH OFFSET can only be used with an array');
  return resolveTable(node, context);
}

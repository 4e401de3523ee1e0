import type { CommonTable, Query } from '../syntax/query.ts';
import type { CommonTableInfo, Context, ResolvedQuery } from './context.ts';
import { outputName } from './output.ts';
import { columnValue } from './value.ts';

const columnsOf = (columns: ResolvedQuery['columns']) =>
  columns.map(({ name, value }, index) => ({
    name,
    value: columnValue(outputName(index), value.type),
  }));

/** Whether a query reads a table of a name, anywhere in it. */
function reads(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some((child) => reads(child, name));
  const { kind, path } = node as { kind?: unknown; path?: readonly { text: string }[] };
  if (kind === 'table' && path?.length === 1 && path[0]?.text.toLowerCase() === name) return true;
  return Object.values(node).some((child) => reads(child, name));
}

/** The table as it is seen by its own query: its first part, which doesn't see it, gives the columns. */
function seeItself({ name, query }: CommonTable, sql: string, context: Context): CommonTableInfo {
  const { body } = query;
  const [base] = body.kind === 'set' ? body.inputs : [];
  const isUnion =
    body.kind === 'set' && body.operator.startsWith('UNION') && body.inputs.length === 2;
  if (base === undefined || !isUnion || query.orderBy.length > 0 || query.limit !== null) {
    const message = `Recursive query ${name.text} is not of the form "query UNION [ALL|DISTINCT] recursive query"`;
    throw context.error(name.at, message);
  }
  const start: Query = { ...query, body: base };
  return { sql, columns: columnsOf(context.query(start).columns) };
}

/** WITH: each table is known to those after it, and with RECURSIVE to itself. */
export function resolveCommonTables(
  query: Query,
  outer: Context,
): { sql: string; context: Context } {
  let context = outer;
  const tables: string[] = [];
  const names = new Set<string>();
  for (const table of query.commonTables) {
    const key = table.name.text.toLowerCase();
    if (names.has(key)) {
      throw outer.error(table.name.at, `Duplicate alias ${table.name.text} for WITH subquery`);
    }
    names.add(key);
    const sql = outer.notes.newName('w');
    const know = (info: CommonTableInfo) =>
      context.with({ commonTables: new Map(context.commonTables).set(key, info) });
    const isRecursive = query.recursive && reads(table.query, key);
    const inside = isRecursive ? know(seeItself(table, sql, context)) : context;
    const resolved = inside.query(table.query);
    const columns = columnsOf(resolved.columns);
    const list = columns.map((_, index) => outputName(index)).join(', ');
    tables.push(`${sql}(${list}) AS (${resolved.sql})`);
    context = know({ sql, columns });
  }
  if (tables.length === 0) return { sql: '', context };
  return { sql: `WITH ${query.recursive ? 'RECURSIVE ' : ''}${tables.join(', ')} `, context };
}

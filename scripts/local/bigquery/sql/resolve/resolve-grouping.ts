import { formatType } from '../../google-type.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Select } from '../syntax/query.ts';
import { containsAggregate } from './contains-aggregate.ts';
import type { Context } from './context.ts';
import type { SelectColumn } from './expand-items.ts';
import { sameName } from './scope.ts';
import type { Value } from './value.ts';

const place = 'GROUP BY clause';

/** What GROUP BY 2 means: the second column of the SELECT list. */
function ordinalColumn(
  node: Expression,
  columns: readonly SelectColumn[],
  context: Context,
): SelectColumn | null {
  if (node.kind !== 'literal' || node.type !== 'INT64') return null;
  const column = columns[Number(node.text) - 1];
  if (column !== undefined) return column;
  throw context.error(node.at, `GROUP BY is out of SELECT column number range: ${node.text}`);
}

function aliasedColumn(
  node: Expression,
  columns: readonly SelectColumn[],
  context: Context,
): SelectColumn | null {
  const [name] = node.kind === 'path' && node.names.length === 1 ? node.names : [];
  if (name === undefined) return null;
  const found = columns.filter(
    (column) => column.name !== null && sameName(column.name, name.text),
  );
  if (found.length > 1) throw context.error(name.at, `Name ${name.text} in ${place} is ambiguous`);
  return found[0] ?? null;
}

function resolveKey(node: Expression, columns: readonly SelectColumn[], context: Context): Value {
  const column = ordinalColumn(node, columns, context) ?? aliasedColumn(node, columns, context);
  if (column?.node !== undefined && containsAggregate(column.node)) {
    throw context.error(
      node.at,
      `Column ${column.name ?? ''} contains an aggregation function, which is not allowed in GROUP BY`,
    );
  }
  const value =
    column === null ? context.at(place).expression(node) : column.resolve(context.at(place));
  checkKey(value, node.at, context);
  return value;
}

function checkKey({ type }: Value, at: number, context: Context): void {
  if (type.kind === 'JSON') {
    throw context.error(at, `Grouping by expressions of type JSON is not allowed`);
  }
  if (type.kind === 'ARRAY' || type.kind === 'STRUCT') {
    throw context.unsupported(at, `Grouping by expressions of type ${formatType(type)}`);
  }
}

export interface Grouped {
  /** The clause, or nothing where the whole is one group. */
  readonly sql: string;
  readonly keys: ReadonlySet<string>;
}

/** The groups of a SELECT; null where its rows are not grouped. */
export function resolveGrouping(
  select: Select,
  columns: readonly SelectColumn[],
  context: Context,
): Grouped | null {
  const { groupBy, having, items, qualify } = select;
  if (groupBy === null) {
    const isWhole = having !== null || [items, qualify].some(containsAggregate);
    return isWhole ? { sql: '', keys: new Set() } : null;
  }
  const values =
    groupBy.how === 'ALL'
      ? columns
          .filter(({ node }) => !containsAggregate(node))
          .map((column) => column.resolve(context.at(place)))
      : groupBy.items.map((node) => resolveKey(node, columns, context));
  const keys = values.map(({ sql }) => sql);
  const list = keys.join(', ');
  const clause = groupBy.how === 'ROLLUP' ? `ROLLUP (${list})` : list;
  return { sql: keys.length === 0 ? '' : ` GROUP BY ${clause}`, keys: new Set(keys) };
}

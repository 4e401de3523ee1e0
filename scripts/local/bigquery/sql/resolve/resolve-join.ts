import type { Name } from '../syntax/expression.ts';
import type { FromItem, JoinItem } from '../syntax/query.ts';
import { compare, unify } from './compare.ts';
import type { Context } from './context.ts';
import { type FromResult, refuseSameAlias, scopeOf } from './from-result.ts';
import { conditionSql } from './resolve-choices.ts';
import { type ScopeColumn, sameName } from './scope.ts';
import { computed, type Value } from './value.ts';

type ResolveFrom = (node: FromItem, context: Context, left: FromResult | null) => FromResult;

function columnOf({ columns }: FromResult, name: Name, side: string, context: Context): Value {
  const found = columns.filter((column) => sameName(column.name, name.text));
  const [only] = found;
  if (only === undefined) {
    throw context.error(
      name.at,
      `Column ${name.text} in USING clause not found on ${side} side of join`,
    );
  }
  if (found.length > 1) {
    throw context.error(
      name.at,
      `Column ${name.text} in USING clause is ambiguous on ${side} side of join`,
    );
  }
  return only.value;
}

/** USING (a, b): equal columns of both sides, of which the join shows one. */
function joinUsing(node: JoinItem, left: FromResult, right: FromResult, context: Context) {
  const pairs = node.using.map((name) => ({
    name,
    left: columnOf(left, name, 'left', context),
    right: columnOf(right, name, 'right', context),
  }));
  const conditions = pairs.map(
    (pair) => compare('=', [pair.left, pair.right], pair.name.at, context).sql,
  );
  const merged = pairs.map((pair): ScopeColumn => {
    if (node.how !== 'FULL') {
      return { name: pair.name.text, value: node.how === 'RIGHT' ? pair.right : pair.left };
    }
    const { sqls, type } = unify('USING', [pair.left, pair.right], pair.name.at, context);
    return { name: pair.name.text, value: computed(`coalesce(${sqls.join(', ')})`, type) };
  });
  const isMerged = (column: ScopeColumn) =>
    node.using.some((name) => sameName(name.text, column.name));
  const rest = [...left.columns, ...right.columns].filter((column) => !isMerged(column));
  return { condition: conditions.join(' AND '), columns: [...merged, ...rest] };
}

function refuseLateral({ how, at }: JoinItem, right: FromResult, context: Context): void {
  const isLateral = right.sql.startsWith('LATERAL');
  if (isLateral && (how === 'RIGHT' || how === 'FULL')) {
    throw context.error(at, `Array scan is not allowed with ${how} JOIN`);
  }
}

/** Two parts of a FROM clause together. `before` is what stands before both. */
export function resolveJoin(
  node: JoinItem,
  context: Context,
  before: FromResult | null,
  resolve: ResolveFrom,
): FromResult {
  const left = resolve(node.left, context, before);
  const sofar =
    before === null
      ? left
      : {
          ...left,
          columns: [...before.columns, ...left.columns],
          ranges: [...before.ranges, ...left.ranges],
        };
  const right = resolve(node.right, context, sofar);
  refuseSameAlias(left, right, node.at, context);
  refuseLateral(node, right, context);
  const ranges = [...left.ranges, ...right.ranges];
  if (node.using.length > 0) {
    const { condition, columns } = joinUsing(node, left, right, context);
    return { sql: `(${left.sql} ${node.how} JOIN ${right.sql} ON ${condition})`, columns, ranges };
  }
  const columns = [...left.columns, ...right.columns];
  if (node.on === null) {
    const isInner = node.how === 'CROSS' || node.how === 'INNER';
    if (!isInner && !right.sql.startsWith('LATERAL')) {
      throw context.error(node.at, `${node.how} JOIN needs an ON or USING clause`);
    }
    const sql = isInner
      ? `(${left.sql} CROSS JOIN ${right.sql})`
      : `(${left.sql} LEFT JOIN ${right.sql} ON true)`;
    return { sql, columns, ranges };
  }
  const scope = scopeOf({ columns, ranges }, context.scope);
  const condition = conditionSql(
    node.on,
    context.with({ scope }).at('JOIN ON clause'),
    'JOIN ON clause',
  );
  return { sql: `(${left.sql} ${node.how} JOIN ${right.sql} ON ${condition})`, columns, ranges };
}

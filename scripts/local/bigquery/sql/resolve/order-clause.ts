import type { Expression } from '../syntax/expression.ts';
import type { OrderItem } from '../syntax/query.ts';
import type { Context } from './context.ts';
import { orderKeys } from './order-sql.ts';
import { type Output, outputName } from './output.ts';
import { sameName } from './scope.ts';

/** Which column of the list an ORDER BY means by its number or its name; null for an expression. */
function findOutput(node: Expression, outputs: readonly Output[], context: Context): number | null {
  if (node.kind === 'literal' && node.type === 'INT64') {
    const index = Number(node.text) - 1;
    if (outputs[index] !== undefined) return index;
    throw context.error(node.at, `ORDER BY column number item is out of range: ${node.text}`);
  }
  const [name] = node.kind === 'path' && node.names.length === 1 ? node.names : [];
  if (name === undefined) return null;
  const found = outputs.flatMap((output, index) =>
    output.name !== null && sameName(output.name, name.text) ? [index] : [],
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** A column of the list is ordered by through its number, so that it is worked out once. */
export function orderClause(
  items: readonly OrderItem[],
  outputs: readonly Output[],
  asStruct: boolean,
  context: Context,
): string {
  if (items.length === 0) return '';
  const place = {
    name: 'ORDER BY clause',
    aggregates: context.scope.grouping !== null,
    windows: true,
  };
  const ordered = context.with({ place });
  const keys = items.flatMap((item) => {
    const index = findOutput(item.value, outputs, context);
    const output = index === null ? undefined : outputs[index];
    if (index === null || output === undefined) {
      return orderKeys(ordered.expression(item.value), item, ordered);
    }
    const shown = asStruct ? output.value.sql : String(index + 1);
    return orderKeys(output.value, item, ordered, shown);
  });
  return ` ORDER BY ${keys.join(', ')}`;
}

/**
 * The same after DISTINCT, when the columns of the list are all there is to order by: the list's own
 * query is `alias`.
 */
export function orderDistinct(
  items: readonly OrderItem[],
  outputs: readonly Output[],
  alias: string,
  context: Context,
): string {
  const place = {
    name: 'ORDER BY clause',
    aggregates: context.scope.grouping !== null,
    windows: true,
  };
  const ordered = context.with({ place });
  const keys = items.flatMap((item) => {
    const named = findOutput(item.value, outputs, context);
    const sql = named === null ? ordered.expression(item.value).sql : null;
    const index = named ?? outputs.findIndex(({ value }) => value.sql === sql);
    const output = outputs[index];
    if (output === undefined) {
      throw context.unsupported(item.value.at, 'SELECT DISTINCT with ORDER BY an expression');
    }
    return orderKeys({ ...output.value, sql: `${alias}.${outputName(index)}` }, item, ordered);
  });
  return ` ORDER BY ${keys.join(', ')}`;
}

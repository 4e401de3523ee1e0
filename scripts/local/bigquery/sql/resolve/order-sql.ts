import type { OrderItem } from '../syntax/query.ts';
import type { Context } from './context.ts';
import type { Value } from './value.ts';

/** Types that have no order. */
const unordered = new Set(['ARRAY', 'STRUCT', 'JSON']);

/**
 * One key of an ORDER BY. NULLs are the smallest values unless NULLS says otherwise, and NaN is
 * smaller than every other number. `shown` is the number of the column that the value is.
 */
export function orderKeys(
  value: Value,
  item: OrderItem,
  context: Context,
  shown: string = value.sql,
): string[] {
  const { kind } = value.type;
  if (unordered.has(kind)) {
    throw context.error(item.value.at, `ORDER BY does not support expressions of type ${kind}`);
  }
  const direction = item.descending ? 'DESC' : 'ASC';
  const nulls = item.nulls ?? (item.descending ? 'LAST' : 'FIRST');
  const suffix = `${direction} NULLS ${nulls}`;
  const key = `${shown} ${suffix}`;
  return kind === 'FLOAT64' ? [`(NOT isnan(${value.sql})) ${suffix}`, key] : [key];
}

/** The keys of an ORDER BY within a function or a window. */
export function orderSql(items: readonly OrderItem[], context: Context): string {
  if (items.length === 0) return '';
  const keys = items.flatMap((item) => {
    return orderKeys(context.expression(item.value), item, context);
  });
  return `ORDER BY ${keys.join(', ')}`;
}

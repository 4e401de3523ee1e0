import { coerce } from '../resolve/coerce.ts';
import type { Context } from '../resolve/context.ts';
import { orderSql } from '../resolve/order-sql.ts';
import type { Call } from '../syntax/expression.ts';
import { type Arguments, aggregate, modifiers } from './aggregate.ts';
import type { AggregateRule } from './aggregate-rule.ts';

/** A limit is a constant, so it is at hand when the list is made. */
function limitSql({ limit }: Call, context: Context): string | null {
  if (limit === null) return null;
  const sql = coerce(context.expression(limit), { kind: 'INT64' });
  if (sql === null) throw context.error(limit.at, 'LIMIT expects an integer literal or parameter');
  return `gs_not_negative(${sql})`;
}

function listCall({ sqls, distinct }: Arguments, call: Call, context: Context): string {
  return `list(${distinct}${sqls[0]} ${orderSql(call.orderBy, context)})`.replace(/ \)$/, ')');
}

const slice = (call: Call, context: Context) => {
  const limit = limitSql(call, context);
  return (sql: string) => (limit === null ? sql : `list_slice(${sql}, 1, ${limit})`);
};

export const arrayAgg: AggregateRule = aggregate(
  ['T -> ARRAY<T>'],
  modifiers,
  (given, call, context) => ({
    call: listCall(given, call, context),
    filter: call.nulls === 'IGNORE' ? `${given.sqls[0]} IS NOT NULL` : null,
    finish: slice(call, context),
  }),
);

/** NULL arrays are left out. */
export const arrayConcatAgg: AggregateRule = aggregate(
  ['ARRAY<T> -> ARRAY<T>'],
  ['ORDER', 'LIMIT'],
  (given, call, context) => ({
    call: listCall(given, call, context),
    filter: `${given.sqls[0]} IS NOT NULL`,
    finish: (sql) => `flatten(${slice(call, context)(sql)})`,
  }),
);

export const stringAgg: AggregateRule = aggregate(
  ['STRING, STRING? -> STRING'],
  ['DISTINCT', 'ORDER', 'LIMIT'],
  (given, call, context) => ({
    call: listCall(given, call, context),
    filter: `${given.sqls[0]} IS NOT NULL`,
    finish: (sql) => `array_to_string(${slice(call, context)(sql)}, ${given.sqls[1] ?? "','"})`,
  }),
);

import type { AggregateRule } from '../functions/aggregate-rule.ts';
import type { Call } from '../syntax/expression.ts';
import type { Context, Place } from './context.ts';
import { computed, type Value } from './value.ts';
import { windowSql } from './window-sql.ts';

function refusePlace(call: Call, rule: AggregateRule, { place }: Context): string | null {
  if (call.over !== null) {
    return place.windows ? null : `Analytic function ${call.name} not allowed in ${place.name}`;
  }
  if (rule.needsWindow)
    return `Analytic function ${call.name} cannot be called without an OVER clause`;
  if (place.name === 'an aggregate') return 'Aggregations of aggregations are not allowed';
  return place.aggregates ? null : `Aggregate function ${call.name} not allowed in ${place.name}`;
}

function refuseOrder({ over, orderBy, distinct, limit }: Call, context: Context): void {
  if (over === null) return;
  if (orderBy.length > 0 || limit !== null) {
    throw context.error(
      over.at,
      'ORDER BY and LIMIT in arguments are not supported on analytic functions',
    );
  }
  if (distinct && over.orderBy.length > 0) {
    throw context.error(over.at, 'Window ORDER BY is not allowed if DISTINCT is specified');
  }
}

/** The place of an aggregate's arguments: all columns may be read there, aggregates may not. */
function inside(call: Call, context: Context): Context {
  if (call.over !== null) {
    return context.with({
      place: { ...context.place, windows: false, name: 'an analytic function' },
    });
  }
  const place: Place = { name: 'an aggregate', aggregates: false, windows: false };
  return context.with({ place, scope: { ...context.scope, grouping: null, aliases: [] } });
}

/** An aggregate or a window function with all that may stand in it and after it. */
export function resolveAggregate(call: Call, rule: AggregateRule, context: Context): Value {
  const { name, at } = call;
  const refusal = refusePlace(call, rule, context);
  if (refusal !== null) throw context.error(at, refusal);
  refuseOrder(call, context);
  const [named] = call.named;
  if (named !== undefined)
    throw context.unsupported(named.name.at, `The named argument ${named.name.text}`);
  if (call.having !== null) throw context.unsupported(at, `HAVING ${call.having.which} in ${name}`);
  if (call.star && name !== 'COUNT') {
    throw context.error(at, `Argument * can only be used in COUNT(*), but was used in ${name}`);
  }
  const plan = rule.plan(call, inside(call, context));
  const filter = plan.filter === null ? '' : ` FILTER (WHERE ${plan.filter})`;
  const over = call.over === null ? '' : ` OVER ${windowSql(call.over, context)}`;
  return computed(plan.finish(`${plan.call}${filter}${over}`), plan.type);
}

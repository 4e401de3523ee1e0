import type { GoogleType } from '../../google-type.ts';
import type { Context } from '../resolve/context.ts';
import type { Call } from '../syntax/expression.ts';
import type { AggregatePlan, AggregateRule } from './aggregate-rule.ts';
import { matchSignature } from './signature.ts';

interface Shape {
  /** Numbering functions take the window's order and no frame. */
  readonly takesFrame: boolean;
  readonly needsOrder: boolean;
  readonly takesNulls: boolean;
}

const numbering: Shape = { takesFrame: false, needsOrder: true, takesNulls: false };
const unordered: Shape = { ...numbering, needsOrder: false };
const navigation: Shape = { takesFrame: false, needsOrder: true, takesNulls: false };
const valueOfFrame: Shape = { takesFrame: true, needsOrder: true, takesNulls: true };

function refuse({ name, over, at, ...call }: Call, shape: Shape, context: Context): void {
  if (call.distinct || call.orderBy.length > 0 || call.limit !== null) {
    throw context.error(
      at,
      `DISTINCT, ORDER BY and LIMIT are not supported for the function ${name}`,
    );
  }
  if (call.nulls !== null && !shape.takesNulls) {
    throw context.error(
      at,
      `IGNORE NULLS and RESPECT NULLS are not supported for the function ${name}`,
    );
  }
  if (over !== null && over.base === null && shape.needsOrder && over.orderBy.length === 0) {
    throw context.error(over.at, `Window ORDER BY is required for analytic function ${name}`);
  }
  if (over !== null && over.frame !== null && !shape.takesFrame) {
    throw context.error(
      over.at,
      `Window framing clause is not allowed for analytic function ${name}`,
    );
  }
}

function windowOnly(
  signatures: readonly string[],
  shape: Shape,
  print: (args: readonly string[], type: GoogleType) => string,
): AggregateRule {
  const plan = (call: Call, context: Context): AggregatePlan => {
    refuse(call, shape, context);
    const values = call.args.map((node) => context.expression(node));
    const { sqls, type } = matchSignature(
      { name: call.name, signatures, at: call.at },
      values,
      context,
    );
    const nulls = call.nulls === null ? '' : ` ${call.nulls} NULLS`;
    const sql = print(sqls, type).replace(/\)$/, `${nulls})`);
    return { call: sql, filter: null, type, finish: (whole) => whole };
  };
  return { needsWindow: true, plan };
}

const shift = (name: string) =>
  windowOnly(
    ['T -> T', 'T, INT64 -> T', 'T, INT64, T -> T'],
    navigation,
    ([value, distance, fallback]) => {
      if (distance === undefined) return `${name}(${value})`;
      const steps = `gs_not_negative(${distance})`;
      return fallback === undefined
        ? `${name}(${value}, ${steps})`
        : `${name}(${value}, ${steps}, ${fallback})`;
    },
  );

const rank = (name: string, type: string) =>
  windowOnly([` -> ${type}`], numbering, () => `${name}()`);

export const windowFunctions: Readonly<Record<string, AggregateRule>> = {
  ROW_NUMBER: windowOnly([' -> INT64'], unordered, () => 'row_number()'),
  RANK: rank('rank', 'INT64'),
  DENSE_RANK: rank('dense_rank', 'INT64'),
  PERCENT_RANK: rank('percent_rank', 'FLOAT64'),
  CUME_DIST: rank('cume_dist', 'FLOAT64'),
  NTILE: windowOnly(['INT64 -> INT64'], numbering, ([count]) => `ntile(gs_positive(${count}))`),
  LAG: shift('lag'),
  LEAD: shift('lead'),
  FIRST_VALUE: windowOnly(['T -> T'], valueOfFrame, ([value]) => `first_value(${value})`),
  LAST_VALUE: windowOnly(['T -> T'], valueOfFrame, ([value]) => `last_value(${value})`),
  NTH_VALUE: windowOnly(
    ['T, INT64 -> T'],
    valueOfFrame,
    ([value, n]) => `nth_value(${value}, gs_positive(${n}))`,
  ),
};

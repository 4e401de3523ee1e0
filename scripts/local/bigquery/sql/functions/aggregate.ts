import type { GoogleType } from '../../google-type.ts';
import type { Context } from '../resolve/context.ts';
import type { Call } from '../syntax/expression.ts';
import type { AggregatePlan, AggregateRule } from './aggregate-rule.ts';
import { matchSignature } from './signature.ts';

const keep = (sql: string) => sql;

export interface Arguments {
  readonly sqls: readonly string[];
  readonly type: GoogleType;
  /** DISTINCT, where the call has it. */
  readonly distinct: string;
}

type Print = (
  given: Arguments,
  call: Call,
  context: Context,
) => Partial<AggregatePlan> & { call: string };

export const modifiers = ['DISTINCT', 'NULLS', 'ORDER', 'LIMIT'] as const;

export function refuseModifiers(call: Call, allowed: readonly string[], context: Context): void {
  const used: Record<(typeof modifiers)[number], boolean> = {
    DISTINCT: call.distinct,
    NULLS: call.nulls !== null,
    ORDER: call.orderBy.length > 0,
    LIMIT: call.limit !== null,
  };
  const wrong = modifiers.find((word) => used[word] && !allowed.includes(word));
  if (wrong === undefined) return;
  const shown = {
    DISTINCT: 'DISTINCT',
    NULLS: 'IGNORE or RESPECT NULLS',
    ORDER: 'ORDER BY',
    LIMIT: 'LIMIT',
  };
  throw context.error(
    call.at,
    `${shown[wrong]} is not supported for the aggregate function ${call.name}`,
  );
}

function refuseDistinct(call: Call, type: GoogleType | undefined, context: Context): void {
  if (!call.distinct || type === undefined || !/^(ARRAY|STRUCT|JSON)$/.test(type.kind)) return;
  throw context.error(
    call.at,
    `Aggregate functions with DISTINCT cannot be used with arguments of type ${type.kind}`,
  );
}

/** An aggregate by its signatures and what it is in DuckDB. */
export function aggregate(
  signatures: readonly string[],
  allowed: readonly string[],
  print: Print,
): AggregateRule {
  const plan = (call: Call, context: Context): AggregatePlan => {
    refuseModifiers(call, allowed, context);
    const values = call.args.map((node) => context.expression(node));
    const match = matchSignature({ name: call.name, signatures, at: call.at }, values, context);
    refuseDistinct(call, values[0]?.type, context);
    const given = { ...match, distinct: call.distinct ? 'DISTINCT ' : '' };
    return { filter: null, type: match.type, finish: keep, ...print(given, call, context) };
  };
  return { needsWindow: false, plan };
}

import { aggregateFunctions } from '../functions/aggregate-functions.ts';
import { findFunction } from '../functions/registry.ts';
import { windowFunctions } from '../functions/window-functions.ts';
import type { Call } from '../syntax/expression.ts';
import type { Context } from './context.ts';
import { resolveAggregate } from './resolve-aggregate.ts';
import { computed, type Value } from './value.ts';

function refuseModifiers(call: Call, context: Context): void {
  const { name, at } = call;
  if (call.star)
    throw context.error(at, `Argument * can only be used in COUNT(*), but was used in ${name}`);
  if (call.over !== null) {
    throw context.error(at, `Function ${name} does not support an OVER clause`);
  }
  const isModified = call.distinct || call.nulls !== null || call.having !== null;
  if (isModified || call.orderBy.length > 0 || call.limit !== null) {
    throw context.error(
      at,
      `DISTINCT, IGNORE NULLS, HAVING, ORDER BY and LIMIT are not allowed in the function ${name}`,
    );
  }
  const [named] = call.named;
  if (named !== undefined)
    throw context.unsupported(named.name.at, `The named argument ${named.name.text}`);
}

/**
 * SAFE.f(…) is NULL where f fails. DuckDB's TRY takes the failures of the arguments, too, so they
 * have to be such that can't fail.
 */
function makeSafe(call: Call, value: Value, context: Context): Value {
  const args = call.args
    .filter(({ kind }) => kind !== 'interval')
    .map((node) => argument(node, context));
  if (args.every((arg) => arg === null || arg.simple))
    return computed(`TRY(${value.sql})`, value.type);
  const message = `SAFE.${call.name} of anything but columns, literals and parameters`;
  throw context.unsupported(call.at, message);
}

/** Words such as MONTH stand where an argument does and are none. */
function argument(node: Call['args'][number], context: Context): Value | null {
  const isWord =
    node.kind === 'path' && node.names.length === 1 && /^[A-Z]+$/i.test(node.names[0]?.text ?? '');
  if (!isWord) return context.expression(node);
  try {
    return context.expression(node);
  } catch {
    return null;
  }
}

export function resolveCall(call: Call, context: Context): Value {
  const { name, at } = call;
  const aggregate = aggregateFunctions[name] ?? windowFunctions[name];
  if (
    aggregate !== undefined &&
    Object.hasOwn({ ...aggregateFunctions, ...windowFunctions }, name)
  ) {
    if (call.safe) throw context.unsupported(at, `SAFE.${name}`);
    return resolveAggregate(call, aggregate, context);
  }
  const rule = findFunction(name);
  if (rule === null) throw context.unsupported(at, `The function ${name}`);
  refuseModifiers(call, context);
  const value = rule(call, context);
  return call.safe ? makeSafe(call, value, context) : value;
}

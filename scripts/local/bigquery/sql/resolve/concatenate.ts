import type { Binary } from '../syntax/expression.ts';
import { unify } from './compare.ts';
import type { Context } from './context.ts';
import { castToText } from './resolve-cast.ts';
import { computed, type Value } from './value.ts';

/** Puts texts together, or bytes; what is neither becomes a text. NULL makes all of it NULL. */
export function concatenateValues(
  what: string,
  values: readonly Value[],
  at: number,
  context: Context,
): Value {
  if (values.every(({ type }) => type.kind === 'BYTES')) {
    return computed(`(${values.map(({ sql }) => sql).join(' || ')})`, 'BYTES');
  }
  const texts = values.map((value) => (value.type.kind === 'BYTES' ? null : castToText(value)));
  if (!texts.includes(null)) return computed(`(${texts.join(' || ')})`, 'STRING');
  unify(what, values, at, context);
  const types = values.map(({ type }) => type.kind).join(', ');
  throw context.error(at, `No matching signature for ${what} for argument types: ${types}`);
}

/** The operator ||, also of arrays. */
export function concatenate({ left, right, at }: Binary, context: Context): Value {
  const values = [context.expression(left), context.expression(right)];
  if (values.every(({ type }) => type.kind === 'ARRAY')) {
    const { sqls, type } = unify('operator ||', values, at, context);
    const [a, b] = sqls;
    const sql = `CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN NULL ELSE list_concat(${a}, ${b}) END`;
    return computed(`(${sql})`, type);
  }
  return concatenateValues('operator ||', values, at, context);
}

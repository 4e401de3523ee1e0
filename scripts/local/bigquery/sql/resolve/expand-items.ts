import { formatType } from '../../google-type.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Select, Star } from '../syntax/query.ts';
import type { Context } from './context.ts';
import { groupedKey } from './grouped-key.ts';
import { impliedName } from './implied-name.ts';
import { refuseBignumeric } from './refuse-bignumeric.ts';
import { accessField } from './resolve-path.ts';
import { type ScopeColumn, sameName } from './scope.ts';
import type { Value } from './value.ts';

/** A column of a SELECT list, before it is known how the rows are grouped. */
export interface SelectColumn {
  readonly name: string | null;
  /** Null for a column of a star. */
  readonly node: Expression | null;
  readonly resolve: (context: Context) => Value;
}

function columnsOf({ base, at }: Star, context: Context): readonly ScopeColumn[] {
  const { scope } = context;
  if (base === null) {
    if (scope.columns.length === 0) throw context.error(at, 'SELECT * must have a FROM clause');
    return scope.columns;
  }
  const alias = base.kind === 'path' && base.names.length === 1 ? base.names[0]?.text : undefined;
  const range = scope.ranges.find(
    (one) => one.alias !== null && alias !== undefined && sameName(one.alias, alias),
  );
  if (range !== undefined && range.element === null) return range.columns;
  const value = context.expression(base);
  if (value.type.kind !== 'STRUCT') {
    throw context.error(at, `Dot-star is not supported for type ${formatType(value.type)}`);
  }
  return value.type.fields.map(({ name }) => {
    if (name === null)
      throw context.unsupported(at, 'Dot-star of a STRUCT with fields that have no name');
    return { name, value: accessField(value, { text: name, at }, context) };
  });
}

function refuseUngrouped({ name, value }: ScopeColumn, at: number, context: Context): Value {
  const { grouping } = context.scope;
  refuseBignumeric(value.type, at, context);
  if (grouping === null || grouping.keys.has(value.sql)) return value;
  throw context.error(
    at,
    `Star expansion expression references column ${name} which is neither grouped nor aggregated`,
  );
}

function expandStar(star: Star, context: Context): SelectColumn[] {
  const columns = columnsOf(star, context);
  for (const name of [...star.except, ...star.replace.map((one) => one.name)]) {
    if (columns.some((column) => sameName(column.name, name.text))) continue;
    throw context.error(
      name.at,
      `Column ${name.text} in SELECT * EXCEPT or REPLACE list does not exist`,
    );
  }
  const kept = columns.filter(({ name }) => !star.except.some((one) => sameName(one.text, name)));
  if (kept.length === 0)
    throw context.error(star.at, 'SELECT * expands to zero columns after applying EXCEPT');
  return kept.map((column) => {
    const replaced = star.replace.find(({ name }) => sameName(name.text, column.name));
    if (replaced !== undefined) {
      const { name, value: node } = replaced;
      return {
        name: name.text,
        node,
        resolve: (at: Context) => groupedKey(node, at) ?? at.expression(node),
      };
    }
    const name = column.name === '' ? null : column.name;
    return { name, node: null, resolve: (at: Context) => refuseUngrouped(column, star.at, at) };
  });
}

/** The columns of a SELECT list, with those of its stars. */
export function expandItems({ items }: Select, context: Context): SelectColumn[] {
  return items.flatMap((item) => {
    if (item.kind === 'star') return expandStar(item, context);
    const { value: node, alias } = item;
    const name = alias?.text ?? impliedName(node);
    return [{ name, node, resolve: (at: Context) => groupedKey(node, at) ?? at.expression(node) }];
  });
}

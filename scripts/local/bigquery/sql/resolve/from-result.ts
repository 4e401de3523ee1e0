import type { Name } from '../syntax/expression.ts';
import type { Context } from './context.ts';
import { type RangeVariable, type Scope, type ScopeColumn, sameName } from './scope.ts';

/** A FROM clause, or a part of one. */
export interface FromResult {
  readonly sql: string;
  readonly columns: readonly ScopeColumn[];
  readonly ranges: readonly RangeVariable[];
}

/** The names of a FROM clause inside those around the query. */
export const scopeOf = ({ columns, ranges }: Omit<FromResult, 'sql'>, parent: Scope): Scope => ({
  columns,
  ranges,
  parent,
  aliases: [],
  grouping: null,
});

/** A table with all of its columns under its alias. */
export function namedTable(
  sql: string,
  alias: string | null,
  columns: readonly ScopeColumn[],
): FromResult {
  return { sql, columns, ranges: alias === null ? [] : [{ alias, columns, element: null }] };
}

export function refuseSameAlias(
  left: FromResult,
  right: FromResult,
  at: number,
  context: Context,
): void {
  for (const { alias } of right.ranges) {
    const isTaken = left.ranges.some(
      (one) => one.alias !== null && alias !== null && sameName(one.alias, alias),
    );
    if (isTaken) throw context.error(at, `Duplicate table alias ${alias} in the same FROM clause`);
  }
}

export const textOf = (name: Name | null) => name?.text ?? null;

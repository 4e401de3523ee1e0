import type { Value } from './value.ts';

export interface ScopeColumn {
  readonly name: string;
  readonly value: Value;
}

/** A table with its alias, as t in t.id. */
export interface RangeVariable {
  readonly alias: string | null;
  readonly columns: readonly ScopeColumn[];
  /** The element that UNNEST gives under its alias; null where the alias means the whole row. */
  readonly element: Value | null;
}

/** The names that the FROM clause of one query block gives, inside those of the blocks around it. */
export interface Scope {
  /** What is visible without an alias, in the order of SELECT *. */
  readonly columns: readonly ScopeColumn[];
  readonly ranges: readonly RangeVariable[];
  readonly parent: Scope | null;
  /** Names of the SELECT list, which come before columns in GROUP BY, HAVING, QUALIFY and ORDER BY. */
  readonly aliases: readonly ScopeColumn[];
  /** After grouping, the SQL of the keys: no other column may stand outside an aggregate. */
  readonly grouping: Grouping | null;
}

export interface Grouping {
  readonly keys: ReadonlySet<string>;
}

export const emptyScope = (parent: Scope | null): Scope => ({
  columns: [],
  ranges: [],
  parent,
  aliases: [],
  grouping: null,
});

export const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

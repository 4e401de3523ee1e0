import type { Column } from '../contract.ts';

export const comparisons = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const;

export type Comparison = (typeof comparisons)[number];

/** What a column's value must be. `values` are texts that the column's cell check has answered. */
export type Filter =
  | { readonly column: Column; readonly operator: Comparison; readonly value: string }
  | { readonly column: Column; readonly operator: 'in'; readonly values: readonly string[] }
  | { readonly column: Column; readonly operator: 'null'; readonly isNull: boolean };

import type { Column } from '../../google-type.ts';
import type { Value } from './value.ts';

/** A column that a query answers. */
export interface Output {
  /** Null where the query gives none, as in SELECT 1. */
  readonly name: string | null;
  readonly value: Value;
}

/** The name of a query's n-th column in DuckDB, from 0. */
export const outputName = (index: number) => `c${index + 1}`;

/** The answer's columns; those without a name are called f0_, f1_ …, as BigQuery calls them. */
export function toColumns(outputs: readonly Output[]): Column[] {
  let anonymous = 0;
  return outputs.map(({ name, value }) => {
    const shown = name ?? `f${anonymous++}_`;
    const rest = { required: false, description: null, defaultExpression: null };
    return { name: shown, type: value.type, ...rest };
  });
}

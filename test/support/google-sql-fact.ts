import type { Shown } from './google-sql-database.ts';

/** What BigQuery answers to a query. */
export interface Fact {
  /** The page of BigQuery's SQL reference, and the place on it, that says so. */
  readonly source: string;
  readonly query: string;
  readonly rows: readonly (readonly Shown[])[];
}

/** What BigQuery refuses, and the words in which it does. */
export interface Refusal {
  readonly source: string;
  readonly query: string;
  readonly message: string;
}

export const reference = 'https://cloud.google.com/bigquery/docs/reference/standard-sql/';

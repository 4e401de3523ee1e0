/** A statement as mysql2's `query` takes it; a list among the values fills an IN. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

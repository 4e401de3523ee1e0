import { duckdbType } from '../../duckdb-type.ts';
import type { GoogleType, ScalarName } from '../../google-type.ts';

/** An expression of DuckDB with its GoogleSQL type. */
export interface Value {
  /** Binds as tightly as a name: everything that is composed stands in parentheses. */
  readonly sql: string;
  readonly type: GoogleType;
  /** NULL or [] without a type of its own: it becomes whatever is wanted. */
  readonly untyped: boolean;
  /** A literal can become more types than an expression can. */
  readonly literal: { readonly type: ScalarName; readonly text: string } | null;
  readonly isParameter: boolean;
  /** The elements or fields of a constructor, which become other types one by one. */
  readonly parts: readonly Value[] | null;
  /** A column, a literal or a parameter: it can't fail. */
  readonly simple: boolean;
}

export const scalarType = (kind: ScalarName): GoogleType => ({ kind });

/** An expression that is no literal. */
export const computed = (sql: string, type: GoogleType | ScalarName): Value => ({
  sql,
  type: typeof type === 'string' ? scalarType(type) : type,
  untyped: false,
  literal: null,
  isParameter: false,
  parts: null,
  simple: false,
});

export const columnValue = (sql: string, type: GoogleType): Value => ({
  ...computed(sql, type),
  simple: true,
});

export const castSql = (sql: string, type: GoogleType) => `CAST(${sql} AS ${duckdbType(type)})`;

/** NULL, which is an INT64 where nothing else is wanted. */
export const nullValue: Value = {
  ...computed('CAST(NULL AS BIGINT)', 'INT64'),
  untyped: true,
  simple: true,
};

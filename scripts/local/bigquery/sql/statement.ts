import type { Column, GoogleType } from '../google-type.ts';
import type { TableName } from '../table-name.ts';

export interface Parameter {
  /** Null where the parameters are positional; they are then in the order of the question marks. */
  readonly name: string | null;
  readonly type: GoogleType;
}

export interface Relation {
  readonly kind: 'table' | 'view';
  readonly columns: readonly Column[];
}

export interface TranslateOptions {
  /** The project of a name that gives none. */
  readonly project: string;
  /** The dataset of a name that gives none; null refuses such names. */
  readonly dataset: string | null;
  readonly parameters: readonly Parameter[];
  /** What a name stands for; null where there is none. */
  find(name: TableName): Relation | null;
  /**
   * A DuckDB query for APPENDS(TABLE name): the table's columns and those of `changeColumns`.
   * Throws a GoogleSqlError for a table whose history isn't complete.
   */
  appends(name: TableName): string;
}

export type StatementKind =
  | 'SELECT'
  | 'INSERT'
  | 'UPDATE'
  | 'DELETE'
  | 'MERGE'
  | 'TRUNCATE_TABLE'
  | 'CREATE_TABLE'
  | 'CREATE_TABLE_AS_SELECT'
  | 'CREATE_VIEW'
  | 'CREATE_SCHEMA'
  | 'ALTER_TABLE'
  | 'DROP_TABLE'
  | 'DROP_VIEW'
  | 'DROP_SCHEMA';

/** What DDL says beside the SQL that it becomes. */
export interface Definition {
  readonly orReplace: boolean;
  /** IF NOT EXISTS of CREATE and ADD COLUMN, IF EXISTS of DROP: an answer without an effect, not an error. */
  readonly tolerant: boolean;
  readonly description: string | null;
  /** A view's query, in GoogleSQL. */
  readonly query: string | null;
  /** The clause as it stands in the statement. */
  readonly partitionBy: string | null;
  readonly clusterBy: readonly string[];
  /** DROP SCHEMA … CASCADE. */
  readonly cascade: boolean;
}

export interface Statement {
  readonly kind: StatementKind;
  /** One DuckDB statement; $1, $2 … are in the order of `binds`. */
  readonly sql: string;
  /** For each $n, the index of its parameter. */
  readonly binds: readonly number[];
  /** What DML or DDL changes. A dataset has an empty table name. */
  readonly target: TableName | null;
  /** The tables and views that are read, each once. */
  readonly reads: readonly TableName[];
  /**
   * What a SELECT answers, in the order of DuckDB's columns; for CREATE TABLE and VIEW, the columns
   * of what is made; for ALTER TABLE, all columns afterwards; otherwise empty.
   */
  readonly columns: readonly Column[];
  /** Null for a query and for DML. */
  readonly definition: Definition | null;
}

import type { GoogleType } from '../../google-type.ts';
import type { Expression, Located, Name } from './expression.ts';
import type { FromItem, Query } from './query.ts';

export type TablePath = readonly Name[];

export interface QueryStatement extends Located {
  readonly kind: 'query';
  readonly query: Query;
}

export interface Insert extends Located {
  readonly kind: 'insert';
  readonly table: TablePath;
  /** Null where the statement names none: all columns. */
  readonly columns: readonly Name[] | null;
  readonly source:
    | { readonly kind: 'values'; readonly rows: readonly (readonly Expression[])[] }
    | { readonly kind: 'query'; readonly query: Query };
}

export interface Assignment {
  readonly column: Name;
  readonly value: Expression;
}

export interface Update extends Located {
  readonly kind: 'update';
  readonly table: TablePath;
  readonly alias: Name | null;
  readonly assignments: readonly Assignment[];
  readonly from: FromItem | null;
  readonly where: Expression;
}

export interface Delete extends Located {
  readonly kind: 'delete';
  readonly table: TablePath;
  readonly alias: Name | null;
  readonly where: Expression;
}

export type MergeAction =
  | { readonly kind: 'update'; readonly assignments: readonly Assignment[] }
  | { readonly kind: 'delete' }
  | {
      readonly kind: 'insert';
      readonly columns: readonly Name[] | null;
      /** Null for INSERT ROW: the source's columns of the same names. */
      readonly values: readonly Expression[] | null;
    };

export interface MergeClause extends Located {
  readonly matched: 'MATCHED' | 'NOT MATCHED BY TARGET' | 'NOT MATCHED BY SOURCE';
  readonly condition: Expression | null;
  readonly action: MergeAction;
}

export interface Merge extends Located {
  readonly kind: 'merge';
  readonly table: TablePath;
  readonly alias: Name | null;
  readonly source: FromItem;
  readonly on: Expression;
  readonly clauses: readonly MergeClause[];
}

export interface Truncate extends Located {
  readonly kind: 'truncate';
  readonly table: TablePath;
}

export interface ColumnDefinition {
  readonly name: Name;
  readonly type: GoogleType;
  readonly required: boolean;
  readonly description: string | null;
  /** With the text of it, which the catalogue keeps. */
  readonly default: { readonly value: Expression; readonly text: string } | null;
}

export interface CreateTable extends Located {
  readonly kind: 'create-table';
  readonly table: TablePath;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  /** Null where AS SELECT gives them. */
  readonly columns: readonly ColumnDefinition[] | null;
  readonly partitionBy: { readonly value: Expression; readonly text: string } | null;
  readonly clusterBy: readonly Name[];
  readonly description: string | null;
  readonly query: Query | null;
}

export interface CreateView extends Located {
  readonly kind: 'create-view';
  readonly table: TablePath;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly columns: readonly { readonly name: Name; readonly description: string | null }[] | null;
  readonly description: string | null;
  readonly query: Query;
  readonly text: string;
}

export interface CreateSchema extends Located {
  readonly kind: 'create-schema';
  readonly path: TablePath;
  readonly ifNotExists: boolean;
  readonly description: string | null;
}

export interface Drop extends Located {
  readonly kind: 'drop';
  readonly what: 'TABLE' | 'VIEW' | 'SCHEMA';
  readonly path: TablePath;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

export interface AddColumn extends Located {
  readonly kind: 'add-column';
  readonly table: TablePath;
  readonly columns: readonly { readonly column: ColumnDefinition; readonly ifNotExists: boolean }[];
}

export type StatementNode =
  | QueryStatement
  | Insert
  | Update
  | Delete
  | Merge
  | Truncate
  | CreateTable
  | CreateView
  | CreateSchema
  | Drop
  | AddColumn;

import type { Expression, Located, Name } from './expression.ts';

export interface OrderItem {
  readonly value: Expression;
  readonly descending: boolean;
  /** Null where the order's own rule holds: NULLs are the smallest values. */
  readonly nulls: 'FIRST' | 'LAST' | null;
}

export interface FrameBound {
  readonly kind:
    | 'UNBOUNDED PRECEDING'
    | 'PRECEDING'
    | 'CURRENT ROW'
    | 'FOLLOWING'
    | 'UNBOUNDED FOLLOWING';
  /** Of PRECEDING and FOLLOWING. */
  readonly distance: Expression | null;
}

export interface Frame {
  readonly unit: 'ROWS' | 'RANGE';
  readonly from: FrameBound;
  /** Null where only the start is given: the end is the current row. */
  readonly to: FrameBound | null;
}

export interface WindowSpec extends Located {
  /** A window of the WINDOW clause that this one is built on. */
  readonly base: Name | null;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly frame: Frame | null;
}

export interface NamedWindow {
  readonly name: Name;
  readonly window: WindowSpec;
}

export interface Star extends Located {
  readonly kind: 'star';
  /** What stands before the dot; null for a bare star. */
  readonly base: Expression | null;
  readonly except: readonly Name[];
  readonly replace: readonly { readonly name: Name; readonly value: Expression }[];
}

export interface SelectExpression {
  readonly kind: 'item';
  readonly value: Expression;
  readonly alias: Name | null;
}

export type SelectItem = Star | SelectExpression;

export interface TableItem extends Located {
  readonly kind: 'table';
  readonly path: readonly Name[];
  readonly alias: Name | null;
  /** FROM t, t.list WITH OFFSET. */
  readonly offset: Name | null;
}

export interface SubqueryItem extends Located {
  readonly kind: 'subquery';
  readonly query: Query;
  readonly alias: Name | null;
}

export interface UnnestItem extends Located {
  readonly kind: 'unnest';
  readonly array: Expression;
  readonly alias: Name | null;
  readonly offset: Name | null;
}

export interface AppendsItem extends Located {
  readonly kind: 'appends';
  readonly path: readonly Name[];
  readonly start: Expression | null;
  readonly end: Expression | null;
  readonly alias: Name | null;
}

export interface JoinItem extends Located {
  readonly kind: 'join';
  readonly how: 'CROSS' | 'INNER' | 'LEFT' | 'RIGHT' | 'FULL';
  readonly left: FromItem;
  readonly right: FromItem;
  readonly on: Expression | null;
  readonly using: readonly Name[];
}

export type FromItem = TableItem | SubqueryItem | UnnestItem | AppendsItem | JoinItem;

export interface Select extends Located {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly as: 'STRUCT' | 'VALUE' | null;
  readonly items: readonly SelectItem[];
  readonly from: FromItem | null;
  readonly where: Expression | null;
  readonly groupBy: {
    readonly how: 'PLAIN' | 'ROLLUP' | 'ALL';
    readonly items: readonly Expression[];
  } | null;
  readonly having: Expression | null;
  readonly qualify: Expression | null;
  readonly windows: readonly NamedWindow[];
}

export interface SetOperation extends Located {
  readonly kind: 'set';
  readonly operator: 'UNION ALL' | 'UNION DISTINCT' | 'INTERSECT DISTINCT' | 'EXCEPT DISTINCT';
  readonly inputs: readonly QueryBody[];
}

export interface NestedQuery extends Located {
  readonly kind: 'nested';
  readonly query: Query;
}

export type QueryBody = Select | SetOperation | NestedQuery;

export interface CommonTable {
  readonly name: Name;
  readonly query: Query;
}

export interface Query extends Located {
  readonly recursive: boolean;
  readonly commonTables: readonly CommonTable[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  readonly limit: Expression | null;
  readonly offset: Expression | null;
}

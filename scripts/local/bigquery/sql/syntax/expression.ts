import type { GoogleType, ScalarName, StructType } from '../../google-type.ts';
import type { OrderItem, Query, WindowSpec } from './query.ts';

/** Where a node begins: an offset in the statement. */
export interface Located {
  readonly at: number;
}

export interface Name extends Located {
  readonly text: string;
}

export interface Literal extends Located {
  readonly kind: 'literal';
  readonly type: ScalarName;
  /** Digits, characters, hexadecimal digits of bytes, or the text of DATE '…' and the like. */
  readonly text: string;
}

export interface ParameterUse extends Located {
  readonly kind: 'parameter';
  /** Null for a question mark. */
  readonly name: string | null;
  /** Which question mark it is, from 0. */
  readonly position: number;
}

export interface Path extends Located {
  readonly kind: 'path';
  readonly names: readonly Name[];
}

export interface FieldAccess extends Located {
  readonly kind: 'field';
  readonly base: Expression;
  readonly field: Name;
}

export interface ElementAccess extends Located {
  readonly kind: 'element';
  readonly base: Expression;
  readonly how: 'INDEX' | 'OFFSET' | 'ORDINAL' | 'SAFE_OFFSET' | 'SAFE_ORDINAL';
  readonly index: Expression;
}

export interface Call extends Located {
  readonly kind: 'call';
  /** In capitals, without SAFE. */
  readonly name: string;
  readonly safe: boolean;
  /** COUNT(*). */
  readonly star: boolean;
  readonly args: readonly Expression[];
  /** f(name => value). */
  readonly named: readonly { readonly name: Name; readonly value: Expression }[];
  readonly distinct: boolean;
  readonly nulls: 'IGNORE' | 'RESPECT' | null;
  readonly having: { readonly which: 'MAX' | 'MIN'; readonly value: Expression } | null;
  readonly orderBy: readonly OrderItem[];
  readonly limit: Expression | null;
  readonly over: WindowSpec | null;
}

export interface Cast extends Located {
  readonly kind: 'cast';
  readonly safe: boolean;
  readonly value: Expression;
  readonly type: GoogleType;
}

export interface Unary extends Located {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | '~' | 'NOT';
  readonly operand: Expression;
}

export interface Binary extends Located {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Is extends Located {
  readonly kind: 'is';
  readonly value: Expression;
  readonly what: 'NULL' | 'TRUE' | 'FALSE';
  readonly negated: boolean;
}

export interface Between extends Located {
  readonly kind: 'between';
  readonly value: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly negated: boolean;
}

export interface In extends Located {
  readonly kind: 'in';
  readonly value: Expression;
  readonly negated: boolean;
  readonly among:
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'query'; readonly query: Query }
    | { readonly kind: 'array'; readonly array: Expression };
}

export interface Case extends Located {
  readonly kind: 'case';
  readonly operand: Expression | null;
  readonly branches: readonly { readonly when: Expression; readonly value: Expression }[];
  readonly otherwise: Expression | null;
}

export interface Extract extends Located {
  readonly kind: 'extract';
  readonly part: Expression;
  readonly value: Expression;
  readonly zone: Expression | null;
}

export interface Interval extends Located {
  readonly kind: 'interval';
  readonly value: Expression;
  readonly part: Name;
}

export interface ArrayConstructor extends Located {
  readonly kind: 'array';
  readonly element: GoogleType | null;
  readonly items: readonly Expression[];
}

export interface StructConstructor extends Located {
  readonly kind: 'struct';
  readonly type: StructType | null;
  readonly fields: readonly { readonly name: Name | null; readonly value: Expression }[];
}

export interface QueryExpression extends Located {
  readonly kind: 'scalar-query' | 'array-query' | 'exists';
  readonly query: Query;
}

export interface Bare extends Located {
  readonly kind: 'null' | 'default';
}

export type Expression =
  | Literal
  | ParameterUse
  | Path
  | FieldAccess
  | ElementAccess
  | Call
  | Cast
  | Unary
  | Binary
  | Is
  | Between
  | In
  | Case
  | Extract
  | Interval
  | ArrayConstructor
  | StructConstructor
  | QueryExpression
  | Bare;

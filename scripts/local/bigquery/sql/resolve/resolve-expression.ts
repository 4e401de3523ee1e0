import { resolveExtract } from '../functions/moment-parts.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Context } from './context.ts';
import { groupedKey } from './grouped-key.ts';
import { resolveLiteral, resolveParameter } from './literal.ts';
import { resolveCall } from './resolve-call.ts';
import { resolveCast } from './resolve-cast.ts';
import { resolveBetween, resolveCase, resolveIn } from './resolve-choices.ts';
import { resolveArray, resolveElement, resolveStruct } from './resolve-constructors.ts';
import { resolveBinary, resolveIs, resolveUnary } from './resolve-operators.ts';
import { resolveField, resolvePath } from './resolve-path.ts';
import { resolveSubquery } from './resolve-subquery.ts';
import { nullValue, type Value } from './value.ts';

type Resolvers = {
  readonly [Kind in Expression['kind']]: (
    node: Extract<Expression, { kind: Kind }>,
    context: Context,
  ) => Value;
};

const resolvers: Resolvers = {
  literal: resolveLiteral,
  parameter: resolveParameter,
  path: resolvePath,
  field: resolveField,
  element: resolveElement,
  call: resolveCall,
  cast: resolveCast,
  unary: resolveUnary,
  binary: resolveBinary,
  is: resolveIs,
  between: resolveBetween,
  in: resolveIn,
  case: resolveCase,
  extract: resolveExtract,
  array: resolveArray,
  struct: resolveStruct,
  exists: resolveSubquery,
  'scalar-query': resolveSubquery,
  'array-query': resolveSubquery,
  null: () => nullValue,
  default: ({ at }, context) => {
    throw context.error(at, 'DEFAULT is only allowed as the value of a column');
  },
  interval: ({ at }, context) => {
    throw context.unsupported(at, 'INTERVAL outside date arithmetic');
  },
};

/** What an expression means where it stands, in DuckDB's SQL. */
export function resolveExpression(node: Expression, context: Context): Value {
  const key = node.kind === 'path' || node.kind === 'field' ? groupedKey(node, context) : null;
  if (key !== null) return key;
  const resolve = resolvers[node.kind] as (node: Expression, context: Context) => Value;
  return resolve(node, context);
}

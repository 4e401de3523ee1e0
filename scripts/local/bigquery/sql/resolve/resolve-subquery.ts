import type { QueryExpression } from '../syntax/expression.ts';
import type { Context } from './context.ts';
import { computed, type Value } from './value.ts';

/** EXISTS (…), ARRAY(…), or a query in place of a value. */
export function resolveSubquery({ kind, query, at }: QueryExpression, context: Context): Value {
  if (kind === 'exists') return computed(`EXISTS (${context.query(query).sql})`, 'BOOL');
  const { sql, columns } = context.query(query, true);
  const [column] = columns;
  if (column === undefined || columns.length > 1) {
    const noun = kind === 'array-query' ? 'ARRAY' : 'Scalar';
    const message = `${noun} subquery cannot have more than one column unless using SELECT AS STRUCT to build STRUCT values`;
    throw context.error(at, message);
  }
  const { type } = column.value;
  if (kind === 'scalar-query') return computed(`(${sql})`, type);
  if (type.kind === 'ARRAY') {
    throw context.error(
      at,
      'Cannot use array subquery with column of type ARRAY because nested arrays are not supported',
    );
  }
  return computed(`ARRAY(${sql})`, { kind: 'ARRAY', element: type });
}

import { GoogleSqlError } from '../google-sql-error.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Context } from './context.ts';
import type { Value } from './value.ts';

/**
 * After grouping, a column, or a whole item of the SELECT list, that is one of the keys is that key,
 * whatever columns it is made of. What can't be a key, because an aggregate is in it, is none.
 */
export function groupedKey(node: Expression, context: Context): Value | null {
  const { scope } = context;
  if (scope.grouping === null || scope.grouping.keys.size === 0) return null;
  if (node.kind === 'literal' || node.kind === 'null' || node.kind === 'parameter') return null;
  const ungrouped = context
    .with({ scope: { ...scope, grouping: null, aliases: [] } })
    .at('GROUP BY clause');
  try {
    const value = ungrouped.expression(node);
    return scope.grouping.keys.has(value.sql) ? value : null;
  } catch (error) {
    if (error instanceof GoogleSqlError) return null;
    throw error;
  }
}

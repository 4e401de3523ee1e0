import { formatTableName, type TableName } from '../../table-name.ts';
import type { Relation } from '../statement.ts';
import type { Name } from '../syntax/expression.ts';
import type { Context } from './context.ts';

/** A table or view that has to be there. */
export function requireRelation(
  path: readonly Name[],
  context: Context,
): { readonly name: TableName; readonly relation: Relation } {
  const name = context.tableName(path);
  const relation = context.notes.find(name);
  if (relation !== null) return { name, relation };
  const message = `Not found: Table ${formatTableName(name)} was not found in location US`;
  throw context.error(path[0]?.at ?? 0, message, 'notFound');
}

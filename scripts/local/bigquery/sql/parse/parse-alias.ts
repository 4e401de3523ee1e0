import type { Name } from '../syntax/expression.ts';
import type { Cursor } from './cursor.ts';

/** An alias with or without AS. */
export function parseAlias(cursor: Cursor): Name | null {
  if (cursor.acceptWord('AS')) return cursor.expectName();
  return cursor.isName() ? cursor.expectName() : null;
}

import type { Cursor } from './cursor.ts';

/** Whether a query begins here; also one in parentheses of its own, as in ((SELECT 1)). */
export function startsQuery(cursor: Cursor): boolean {
  let ahead = 0;
  while (cursor.isSymbol('(', ahead)) ahead += 1;
  const token = cursor.peek(ahead);
  if (token.kind !== 'word') return false;
  return token.upper === 'SELECT' || (token.upper === 'WITH' && !cursor.isSymbol('(', ahead + 1));
}

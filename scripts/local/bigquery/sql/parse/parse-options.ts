import { errorAt } from '../tokens/locate.ts';
import type { Cursor } from './cursor.ts';

/**
 * OPTIONS(description = '…', …): the description, or null. The other options that may stand there
 * change nothing that a query could see; what may not stand there is refused.
 */
export function parseOptions(cursor: Cursor, withoutEffect: readonly string[]): string | null {
  if (!cursor.acceptWord('OPTIONS')) return null;
  let description: string | null = null;
  const option = () => {
    const { at } = cursor;
    const name = cursor.expectName().text.toLowerCase();
    cursor.expectSymbol('=');
    if (name !== 'description') {
      if (!withoutEffect.includes(name)) throw cursor.unsupported(`The option ${name}`, at);
      cursor.expression();
      return;
    }
    if (description !== null) throw errorAt(cursor.text, at, 'Duplicate option description');
    description = cursor.acceptWord('NULL') ? null : cursor.expectString();
  };
  cursor.inParentheses(() => (cursor.isSymbol(')') ? [] : cursor.list(option)));
  return description;
}

import type { Call, Expression } from '../syntax/expression.ts';
import type { Token } from '../tokens/token.ts';
import type { Cursor } from './cursor.ts';
import { parseOrderItems } from './parse-order-items.ts';
import { parseWindow } from './parse-window.ts';

type Body = Pick<
  Call,
  'star' | 'args' | 'named' | 'distinct' | 'nulls' | 'having' | 'orderBy' | 'limit'
>;

function parseArguments(cursor: Cursor): Pick<Call, 'star' | 'args' | 'named'> {
  if (cursor.acceptSymbol('*')) return { star: true, args: [], named: [] };
  const args: Expression[] = [];
  const named: { name: { text: string; at: number }; value: Expression }[] = [];
  if (cursor.isSymbol(')')) return { star: false, args, named };
  cursor.list(() => {
    if (cursor.isName() && cursor.isSymbol('=>', 1)) {
      const name = cursor.expectName();
      cursor.expectSymbol('=>');
      named.push({ name, value: cursor.expression() });
    } else args.push(cursor.expression());
  });
  return { star: false, args, named };
}

function parseNulls(cursor: Cursor): Call['nulls'] {
  if (cursor.acceptWord('IGNORE', 'NULLS')) return 'IGNORE';
  return cursor.acceptWord('RESPECT', 'NULLS') ? 'RESPECT' : null;
}

function parseHaving(cursor: Cursor): Call['having'] {
  if (!cursor.acceptWord('HAVING')) return null;
  const which = cursor.acceptWord('MAX') ? 'MAX' : 'MIN';
  if (which === 'MIN') cursor.expectWord('MIN');
  return { which, value: cursor.expression() };
}

function parseBody(cursor: Cursor): Body {
  const distinct = cursor.acceptWord('DISTINCT');
  const given = parseArguments(cursor);
  const nulls = parseNulls(cursor);
  const having = parseHaving(cursor);
  const orderBy = cursor.acceptWord('ORDER', 'BY') ? parseOrderItems(cursor) : [];
  const limit = cursor.acceptWord('LIMIT') ? cursor.expression() : null;
  return { distinct, ...given, nulls, having, orderBy, limit };
}

/** A function with all that may stand in and after its parentheses. */
export function parseCall(cursor: Cursor, words: readonly Token[]): Call {
  const { at } = cursor;
  const safe = words.length > 1 && words[0]?.upper === 'SAFE';
  const name = words
    .slice(safe ? 1 : 0)
    .map((word) => word.text.toUpperCase())
    .join('.');
  for (let taken = 0; taken < 2 * words.length - 1; taken += 1) cursor.take();
  const body = cursor.inParentheses(() => parseBody(cursor));
  if (cursor.isWord('WITHIN')) throw cursor.unsupported('WITHIN GROUP');
  const over = cursor.acceptWord('OVER') ? parseWindow(cursor) : null;
  return { kind: 'call', name, safe, ...body, over, at };
}

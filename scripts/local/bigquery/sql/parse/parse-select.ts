import type { Expression } from '../syntax/expression.ts';
import type { Select, SelectItem, Star } from '../syntax/query.ts';
import type { Cursor } from './cursor.ts';
import { parseAlias } from './parse-alias.ts';
import { parseFrom } from './parse-from.ts';
import { parseWindow } from './parse-window.ts';

function parseStar(cursor: Cursor, base: Expression | null, at: number): Star {
  cursor.expectSymbol('*');
  const names = () => cursor.list(() => cursor.expectName());
  const isExcept = cursor.isWord('EXCEPT') && cursor.isSymbol('(', 1);
  const except = isExcept && cursor.acceptWord('EXCEPT') ? cursor.inParentheses(names) : [];
  const replacement = () => {
    const value = cursor.expression();
    cursor.expectWord('AS');
    return { value, name: cursor.expectName() };
  };
  const isReplace = cursor.isWord('REPLACE') && cursor.isSymbol('(', 1);
  const replace =
    isReplace && cursor.acceptWord('REPLACE')
      ? cursor.inParentheses(() => cursor.list(replacement))
      : [];
  return { kind: 'star', base, except, replace, at };
}

function parseItem(cursor: Cursor): SelectItem {
  const { at } = cursor;
  if (cursor.isSymbol('*')) return parseStar(cursor, null, at);
  const value = cursor.expression();
  if (cursor.isSymbol('.') && cursor.isSymbol('*', 1)) {
    cursor.take();
    return parseStar(cursor, value, at);
  }
  return { kind: 'item', value, alias: parseAlias(cursor) };
}

/** A comma may follow the last item. */
function parseItems(cursor: Cursor): SelectItem[] {
  const items = [parseItem(cursor)];
  while (cursor.acceptSymbol(',')) {
    if (cursor.isWord('FROM') || cursor.isSymbol(')') || cursor.peek().kind === 'end') break;
    items.push(parseItem(cursor));
  }
  return items;
}

function parseGroupBy(cursor: Cursor): Select['groupBy'] {
  if (!cursor.acceptWord('GROUP', 'BY')) return null;
  if (cursor.acceptWord('ALL')) return { how: 'ALL', items: [] };
  const list = () => cursor.list(() => cursor.expression());
  if (cursor.acceptWord('ROLLUP')) return { how: 'ROLLUP', items: cursor.inParentheses(list) };
  if (cursor.isWord('CUBE') || cursor.isWord('GROUPING', 'SETS')) {
    throw cursor.unsupported(`GROUP BY ${cursor.peek().upper}`);
  }
  return { how: 'PLAIN', items: list() };
}

function parseWindows(cursor: Cursor): Select['windows'] {
  if (!cursor.acceptWord('WINDOW')) return [];
  return cursor.list(() => {
    const name = cursor.expectName();
    cursor.expectWord('AS');
    return { name, window: parseWindow(cursor) };
  });
}

export function parseSelect(cursor: Cursor): Select {
  const { at } = cursor;
  cursor.expectWord('SELECT');
  if (cursor.isWord('WITH')) throw cursor.unsupported('SELECT WITH');
  const distinct = cursor.acceptWord('DISTINCT');
  if (!distinct) cursor.acceptWord('ALL');
  let as: Select['as'] = null;
  if (cursor.acceptWord('AS', 'STRUCT')) as = 'STRUCT';
  else if (cursor.acceptWord('AS', 'VALUE')) as = 'VALUE';
  const items = parseItems(cursor);
  const from = cursor.acceptWord('FROM') ? parseFrom(cursor) : null;
  const where = cursor.acceptWord('WHERE') ? cursor.expression() : null;
  const groupBy = parseGroupBy(cursor);
  const having = cursor.acceptWord('HAVING') ? cursor.expression() : null;
  const qualify = cursor.acceptWord('QUALIFY') ? cursor.expression() : null;
  const windows = parseWindows(cursor);
  return {
    kind: 'select',
    distinct,
    as,
    items,
    from,
    where,
    groupBy,
    having,
    qualify,
    windows,
    at,
  };
}

import type { Frame, FrameBound, WindowSpec } from '../syntax/query.ts';
import type { Cursor } from './cursor.ts';
import { parseOrderItems } from './parse-order-items.ts';

function parseBound(cursor: Cursor): FrameBound {
  if (cursor.acceptWord('UNBOUNDED', 'PRECEDING')) {
    return { kind: 'UNBOUNDED PRECEDING', distance: null };
  }
  if (cursor.acceptWord('UNBOUNDED', 'FOLLOWING')) {
    return { kind: 'UNBOUNDED FOLLOWING', distance: null };
  }
  if (cursor.acceptWord('CURRENT', 'ROW')) return { kind: 'CURRENT ROW', distance: null };
  const distance = cursor.expression();
  if (cursor.acceptWord('PRECEDING')) return { kind: 'PRECEDING', distance };
  cursor.expectWord('FOLLOWING');
  return { kind: 'FOLLOWING', distance };
}

function parseFrame(cursor: Cursor): Frame | null {
  if (!cursor.isWord('ROWS') && !cursor.isWord('RANGE')) return null;
  const unit = cursor.take().upper === 'ROWS' ? 'ROWS' : 'RANGE';
  if (!cursor.acceptWord('BETWEEN')) return { unit, from: parseBound(cursor), to: null };
  const from = parseBound(cursor);
  cursor.expectWord('AND');
  return { unit, from, to: parseBound(cursor) };
}

/** What follows OVER: a name, or a window in parentheses. */
export function parseWindow(cursor: Cursor): WindowSpec {
  const { at } = cursor;
  if (!cursor.isSymbol('(')) {
    return { base: cursor.expectName(), partitionBy: [], orderBy: [], frame: null, at };
  }
  return cursor.inParentheses(() => {
    const base = cursor.isName() ? cursor.expectName() : null;
    const partitionBy = cursor.acceptWord('PARTITION', 'BY')
      ? cursor.list(() => cursor.expression())
      : [];
    const orderBy = cursor.acceptWord('ORDER', 'BY') ? parseOrderItems(cursor) : [];
    return { base, partitionBy, orderBy, frame: parseFrame(cursor), at };
  });
}

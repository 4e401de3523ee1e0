import type { CommonTable, Query, QueryBody, SetOperation } from '../syntax/query.ts';
import { errorAt } from '../tokens/locate.ts';
import type { Cursor } from './cursor.ts';
import { parseOrderItems } from './parse-order-items.ts';
import { parseSelect } from './parse-select.ts';

function parseCommonTable(cursor: Cursor): CommonTable {
  const name = cursor.expectName();
  cursor.expectWord('AS');
  return { name, query: cursor.inParentheses(() => cursor.query()) };
}

function parseOperator(cursor: Cursor): SetOperation['operator'] | null {
  for (const word of ['UNION', 'INTERSECT', 'EXCEPT'] as const) {
    if (!cursor.acceptWord(word)) continue;
    if (word === 'UNION' && cursor.acceptWord('ALL')) return 'UNION ALL';
    if (cursor.isWord('ALL')) throw cursor.unsupported(`${word} ALL`);
    cursor.expectWord('DISTINCT');
    if (cursor.isWord('BY') || cursor.isWord('CORRESPONDING')) {
      throw cursor.unsupported(`${word} ${cursor.peek().upper}`);
    }
    return `${word} DISTINCT`;
  }
  return null;
}

function parseInput(cursor: Cursor): QueryBody {
  const { at } = cursor;
  if (!cursor.isSymbol('(')) return parseSelect(cursor);
  return { kind: 'nested', query: cursor.inParentheses(() => cursor.query()), at };
}

function parseBody(cursor: Cursor): QueryBody {
  const { at } = cursor;
  const inputs = [parseInput(cursor)];
  let operator: SetOperation['operator'] | null = null;
  for (;;) {
    const next = cursor.at;
    const found = parseOperator(cursor);
    if (found === null) break;
    if (operator !== null && found !== operator) {
      const message = `Syntax error: Different set operations cannot be used in the same query without using parentheses for grouping`;
      throw errorAt(cursor.text, next, message);
    }
    operator = found;
    inputs.push(parseInput(cursor));
  }
  const [only] = inputs;
  if (operator === null && only !== undefined) return only;
  return { kind: 'set', operator: operator ?? 'UNION ALL', inputs, at };
}

/** A query with its WITH, ORDER BY and LIMIT. */
export function parseQuery(cursor: Cursor): Query {
  const { at } = cursor;
  const hasTables = cursor.acceptWord('WITH');
  const recursive = hasTables && cursor.acceptWord('RECURSIVE');
  const commonTables = hasTables ? cursor.list(() => parseCommonTable(cursor)) : [];
  const body = parseBody(cursor);
  const orderBy = cursor.acceptWord('ORDER', 'BY') ? parseOrderItems(cursor) : [];
  const limit = cursor.acceptWord('LIMIT') ? cursor.expression() : null;
  const offset = limit !== null && cursor.acceptWord('OFFSET') ? cursor.expression() : null;
  return { recursive, commonTables, body, orderBy, limit, offset, at };
}

import type { Name } from '../syntax/expression.ts';
import type { AppendsItem, FromItem, JoinItem, UnnestItem } from '../syntax/query.ts';
import { errorAt } from '../tokens/locate.ts';
import type { Cursor } from './cursor.ts';
import { parseAlias } from './parse-alias.ts';
import { parseTablePath } from './parse-table-path.ts';
import { startsQuery } from './starts-query.ts';

function parseOffset(cursor: Cursor): Name | null {
  const { at } = cursor;
  if (!cursor.acceptWord('WITH', 'OFFSET')) return null;
  return parseAlias(cursor) ?? { text: 'offset', at };
}

function parseUnnest(cursor: Cursor, at: number): UnnestItem {
  const array = cursor.inParentheses(() => {
    const value = cursor.expression();
    if (cursor.isSymbol(',')) throw cursor.unsupported('UNNEST of several arrays');
    return value;
  });
  return { kind: 'unnest', array, alias: parseAlias(cursor), offset: parseOffset(cursor), at };
}

function parseAppends(cursor: Cursor, at: number): AppendsItem {
  cursor.expectWord('APPENDS');
  const given = cursor.inParentheses(() => {
    cursor.expectWord('TABLE');
    const path = parseTablePath(cursor);
    const start = cursor.acceptSymbol(',') ? cursor.expression() : null;
    const end = start !== null && cursor.acceptSymbol(',') ? cursor.expression() : null;
    return { path, start, end };
  });
  return { kind: 'appends', ...given, alias: parseAlias(cursor), at };
}

function parseTable(cursor: Cursor, at: number): FromItem {
  const path = parseTablePath(cursor);
  if (cursor.isSymbol('(')) {
    const name = path.map(({ text }) => text).join('.');
    throw cursor.unsupported(`The table function ${name}`, at);
  }
  if (cursor.isWord('FOR')) throw cursor.unsupported('FOR SYSTEM_TIME AS OF');
  const alias = parseAlias(cursor);
  return { kind: 'table', path, alias, offset: parseOffset(cursor), at };
}

function parseItem(cursor: Cursor): FromItem {
  const { at } = cursor;
  if (cursor.acceptWord('UNNEST')) return parseUnnest(cursor, at);
  if (cursor.isWord('APPENDS') && cursor.isSymbol('(', 1)) return parseAppends(cursor, at);
  if (cursor.isWord('LATERAL')) throw cursor.unsupported('LATERAL');
  if (!cursor.isSymbol('(')) return refuseModifiers(cursor, parseTable(cursor, at));
  if (!startsQuery(cursor)) return cursor.inParentheses(() => parseFrom(cursor));
  const query = cursor.inParentheses(() => cursor.query());
  return refuseModifiers(cursor, { kind: 'subquery', query, alias: parseAlias(cursor), at });
}

function refuseModifiers(cursor: Cursor, item: FromItem): FromItem {
  for (const word of ['TABLESAMPLE', 'PIVOT', 'UNPIVOT', 'MATCH_RECOGNIZE']) {
    if (cursor.isWord(word)) throw cursor.unsupported(word);
  }
  return item;
}

function parseHow(cursor: Cursor): JoinItem['how'] | null {
  if (cursor.isWord('NATURAL')) throw cursor.unsupported('NATURAL JOIN');
  if (cursor.acceptWord('CROSS', 'JOIN')) return 'CROSS';
  if (cursor.acceptWord('INNER', 'JOIN') || cursor.acceptWord('JOIN')) return 'INNER';
  for (const how of ['LEFT', 'RIGHT', 'FULL'] as const) {
    if (!cursor.acceptWord(how)) continue;
    cursor.acceptWord('OUTER');
    cursor.expectWord('JOIN');
    return how;
  }
  return null;
}

function parseCondition(cursor: Cursor): Pick<JoinItem, 'on' | 'using'> {
  if (cursor.acceptWord('ON')) return { on: cursor.expression(), using: [] };
  if (!cursor.acceptWord('USING')) return { on: null, using: [] };
  const names = () => cursor.list(() => cursor.expectName());
  return { on: null, using: cursor.inParentheses(names) };
}

/** An UNNEST needs no condition of a LEFT JOIN; every other join but CROSS needs one. */
function parseJoin(cursor: Cursor, left: FromItem, how: JoinItem['how'], at: number): JoinItem {
  const right = parseItem(cursor);
  const condition = parseCondition(cursor);
  const isOpen = condition.on === null && condition.using.length === 0;
  const needsNone = how === 'CROSS' || right.kind === 'unnest' || right.kind === 'table';
  if (isOpen && !needsNone) throw cursor.unexpected('keyword ON or keyword USING');
  if (!isOpen && how === 'CROSS') {
    throw errorAt(cursor.text, at, 'CROSS JOIN does not take a condition');
  }
  return { kind: 'join', how, left, right, ...condition, at };
}

/** All that stands after FROM, as one tree of joins. */
export function parseFrom(cursor: Cursor): FromItem {
  let left = parseItem(cursor);
  for (;;) {
    const { at } = cursor;
    if (cursor.acceptSymbol(',')) {
      left = {
        kind: 'join',
        how: 'CROSS',
        left,
        right: parseItem(cursor),
        on: null,
        using: [],
        at,
      };
      continue;
    }
    const how = parseHow(cursor);
    if (how === null) return left;
    left = parseJoin(cursor, left, how, at);
  }
}

import type { Case, Cast, Expression, Extract } from '../syntax/expression.ts';
import type { Cursor } from './cursor.ts';
import { parseArray } from './parse-constructors.ts';
import { parseElementType, parseType } from './parse-type.ts';

function parseCase(cursor: Cursor, at: number): Case {
  const operand = cursor.isWord('WHEN') ? null : cursor.expression();
  const branches: { when: Expression; value: Expression }[] = [];
  while (cursor.acceptWord('WHEN')) {
    const when = cursor.expression();
    cursor.expectWord('THEN');
    branches.push({ when, value: cursor.expression() });
  }
  if (branches.length === 0) throw cursor.unexpected('keyword WHEN');
  const otherwise = cursor.acceptWord('ELSE') ? cursor.expression() : null;
  cursor.expectWord('END');
  return { kind: 'case', operand, branches, otherwise, at };
}

function parseCast(cursor: Cursor, safe: boolean, at: number): Cast {
  return cursor.inParentheses(() => {
    const value = cursor.expression();
    cursor.expectWord('AS');
    const type = parseType(cursor);
    if (cursor.isWord('FORMAT')) throw cursor.unsupported('CAST with FORMAT');
    return { kind: 'cast', safe, value, type, at };
  });
}

function parseExtract(cursor: Cursor, at: number): Extract {
  return cursor.inParentheses(() => {
    const part = cursor.expression();
    cursor.expectWord('FROM');
    const value = cursor.expression();
    const zone = cursor.acceptWord('AT', 'TIME', 'ZONE') ? cursor.expression() : null;
    return { kind: 'extract', part, value, zone, at };
  });
}

function parseArrayKeyword(cursor: Cursor, at: number): Expression {
  if (cursor.isSymbol('(')) {
    const query = cursor.inParentheses(() => cursor.query());
    return { kind: 'array-query', query, at };
  }
  const element = cursor.isSymbol('<') ? parseElementType(cursor) : null;
  return parseArray(cursor, element, at);
}

/** What begins with a keyword of its own: CASE, CAST, EXISTS …; otherwise null. */
export function parseKeywordExpression(cursor: Cursor): Expression | null {
  const { at } = cursor;
  if (cursor.acceptWord('NULL')) return { kind: 'null', at };
  if (cursor.acceptWord('TRUE')) return { kind: 'literal', type: 'BOOL', text: 'true', at };
  if (cursor.acceptWord('FALSE')) return { kind: 'literal', type: 'BOOL', text: 'false', at };
  if (cursor.acceptWord('CASE')) return parseCase(cursor, at);
  if (cursor.acceptWord('CAST')) return parseCast(cursor, false, at);
  if (cursor.isWord('SAFE_CAST') && cursor.isSymbol('(', 1)) {
    cursor.take();
    return parseCast(cursor, true, at);
  }
  if (cursor.acceptWord('EXTRACT')) return parseExtract(cursor, at);
  if (cursor.acceptWord('EXISTS')) {
    return { kind: 'exists', query: cursor.inParentheses(() => cursor.query()), at };
  }
  if (cursor.acceptWord('INTERVAL')) {
    const value = cursor.expression();
    return { kind: 'interval', value, part: cursor.expectName(), at };
  }
  if (cursor.acceptWord('ARRAY')) return parseArrayKeyword(cursor, at);
  return null;
}

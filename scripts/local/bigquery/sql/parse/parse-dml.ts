import type { Expression, Name } from '../syntax/expression.ts';
import type { Assignment, Delete, Insert, Truncate, Update } from '../syntax/statement.ts';
import type { Cursor } from './cursor.ts';
import { parseAlias } from './parse-alias.ts';
import { parseFrom } from './parse-from.ts';
import { parseTablePath } from './parse-table-path.ts';
import { startsQuery } from './starts-query.ts';

function parseValue(cursor: Cursor): Expression {
  const { at } = cursor;
  return cursor.acceptWord('DEFAULT') ? { kind: 'default', at } : cursor.expression();
}

/** (a, b): one row of VALUES. */
export const parseRow = (cursor: Cursor): Expression[] =>
  cursor.inParentheses(() => cursor.list(() => parseValue(cursor)));

/** (a, b) of names, or null. A query in parentheses is none. */
export function parseColumnNames(cursor: Cursor): Name[] | null {
  if (!cursor.isSymbol('(') || startsQuery(cursor)) return null;
  return cursor.inParentheses(() => cursor.list(() => cursor.expectName()));
}

export function parseAssignments(cursor: Cursor): Assignment[] {
  return cursor.list(() => {
    const column = cursor.expectName();
    if (cursor.isSymbol('.') || cursor.isSymbol('[')) {
      throw cursor.unsupported('An assignment to a part of a column');
    }
    cursor.expectSymbol('=');
    return { column, value: parseValue(cursor) };
  });
}

function refuseReturning(cursor: Cursor): void {
  for (const words of [['THEN', 'RETURN'], ['ASSERT_ROWS_MODIFIED'], ['ON', 'CONFLICT']]) {
    if (cursor.isWord(...words)) throw cursor.unsupported(words.join(' '));
  }
}

export function parseInsert(cursor: Cursor): Insert {
  const { at } = cursor;
  cursor.expectWord('INSERT');
  cursor.acceptWord('INTO');
  const table = parseTablePath(cursor);
  const columns = parseColumnNames(cursor);
  if (cursor.acceptWord('VALUES')) {
    const rows = cursor.list(() => parseRow(cursor));
    refuseReturning(cursor);
    return { kind: 'insert', table, columns, source: { kind: 'values', rows }, at };
  }
  if (!startsQuery(cursor)) throw cursor.unexpected('keyword VALUES or a query');
  const source = { kind: 'query' as const, query: cursor.query() };
  refuseReturning(cursor);
  return { kind: 'insert', table, columns, source, at };
}

export function parseUpdate(cursor: Cursor): Update {
  const { at } = cursor;
  cursor.expectWord('UPDATE');
  const table = parseTablePath(cursor);
  const alias = parseAlias(cursor);
  cursor.expectWord('SET');
  const assignments = parseAssignments(cursor);
  const from = cursor.acceptWord('FROM') ? parseFrom(cursor) : null;
  cursor.expectWord('WHERE');
  const where = cursor.expression();
  refuseReturning(cursor);
  return { kind: 'update', table, alias, assignments, from, where, at };
}

export function parseDelete(cursor: Cursor): Delete {
  const { at } = cursor;
  cursor.expectWord('DELETE');
  cursor.acceptWord('FROM');
  const table = parseTablePath(cursor);
  const alias = parseAlias(cursor);
  cursor.expectWord('WHERE');
  const where = cursor.expression();
  refuseReturning(cursor);
  return { kind: 'delete', table, alias, where, at };
}

export function parseTruncate(cursor: Cursor): Truncate {
  const { at } = cursor;
  cursor.expectWord('TRUNCATE', 'TABLE');
  return { kind: 'truncate', table: parseTablePath(cursor), at };
}

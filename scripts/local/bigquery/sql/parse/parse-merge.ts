import type { FromItem } from '../syntax/query.ts';
import type { Merge, MergeAction, MergeClause } from '../syntax/statement.ts';
import type { Cursor } from './cursor.ts';
import { parseAlias } from './parse-alias.ts';
import { parseAssignments, parseColumnNames, parseRow } from './parse-dml.ts';
import { parseTablePath } from './parse-table-path.ts';

function parseSource(cursor: Cursor): FromItem {
  const { at } = cursor;
  if (!cursor.isSymbol('(')) {
    const path = parseTablePath(cursor);
    return { kind: 'table', path, alias: parseAlias(cursor), offset: null, at };
  }
  const query = cursor.inParentheses(() => cursor.query());
  return { kind: 'subquery', query, alias: parseAlias(cursor), at };
}

function parseMatched(cursor: Cursor): MergeClause['matched'] {
  if (cursor.acceptWord('MATCHED')) return 'MATCHED';
  cursor.expectWord('NOT', 'MATCHED');
  if (cursor.acceptWord('BY', 'SOURCE')) return 'NOT MATCHED BY SOURCE';
  cursor.acceptWord('BY', 'TARGET');
  return 'NOT MATCHED BY TARGET';
}

function parseInsertAction(cursor: Cursor): MergeAction {
  const columns = parseColumnNames(cursor);
  if (cursor.acceptWord('ROW')) return { kind: 'insert', columns, values: null };
  cursor.expectWord('VALUES');
  return { kind: 'insert', columns, values: parseRow(cursor) };
}

function parseAction(cursor: Cursor, matched: MergeClause['matched']): MergeAction {
  if (matched === 'NOT MATCHED BY TARGET') {
    cursor.expectWord('INSERT');
    return parseInsertAction(cursor);
  }
  if (cursor.acceptWord('DELETE')) return { kind: 'delete' };
  cursor.expectWord('UPDATE', 'SET');
  return { kind: 'update', assignments: parseAssignments(cursor) };
}

function parseClause(cursor: Cursor): MergeClause {
  const { at } = cursor;
  cursor.expectWord('WHEN');
  const matched = parseMatched(cursor);
  const condition = cursor.acceptWord('AND') ? cursor.expression() : null;
  cursor.expectWord('THEN');
  return { matched, condition, action: parseAction(cursor, matched), at };
}

export function parseMerge(cursor: Cursor): Merge {
  const { at } = cursor;
  cursor.expectWord('MERGE');
  cursor.acceptWord('INTO');
  const table = parseTablePath(cursor);
  const alias = parseAlias(cursor);
  cursor.expectWord('USING');
  const source = parseSource(cursor);
  cursor.expectWord('ON');
  const on = cursor.expression();
  const clauses = [parseClause(cursor)];
  while (cursor.isWord('WHEN')) clauses.push(parseClause(cursor));
  return { kind: 'merge', table, alias, source, on, clauses, at };
}

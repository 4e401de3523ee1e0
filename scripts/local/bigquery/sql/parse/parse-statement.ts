import type { Expression } from '../syntax/expression.ts';
import type { AddColumn, Drop, StatementNode } from '../syntax/statement.ts';
import { Cursor } from './cursor.ts';
import { parseColumn, parseCreateSchema, parseCreateTable, parseCreateView } from './parse-ddl.ts';
import { parseDelete, parseInsert, parseTruncate, parseUpdate } from './parse-dml.ts';
import { parseExpression } from './parse-expression.ts';
import { parseMerge } from './parse-merge.ts';
import { parseQuery } from './parse-query.ts';
import { parseTablePath } from './parse-table-path.ts';
import { startsQuery } from './starts-query.ts';

function parseCreate(cursor: Cursor): StatementNode {
  const { at } = cursor;
  cursor.expectWord('CREATE');
  const words = { at, orReplace: cursor.acceptWord('OR', 'REPLACE') };
  if (cursor.acceptWord('TABLE')) return parseCreateTable(cursor, words);
  if (cursor.acceptWord('VIEW')) return parseCreateView(cursor, words);
  if (!words.orReplace && cursor.acceptWord('SCHEMA')) return parseCreateSchema(cursor, at);
  const orReplace = words.orReplace ? ' OR REPLACE' : '';
  throw cursor.unsupported(`CREATE${orReplace} ${cursor.peek().upper}`);
}

function parseDrop(cursor: Cursor): Drop {
  const { at } = cursor;
  cursor.expectWord('DROP');
  const what = (['TABLE', 'VIEW', 'SCHEMA'] as const).find((word) => cursor.acceptWord(word));
  if (what === undefined) throw cursor.unsupported(`DROP ${cursor.peek().upper}`);
  const ifExists = cursor.acceptWord('IF', 'EXISTS');
  const path = parseTablePath(cursor);
  const cascade = what === 'SCHEMA' && cursor.acceptWord('CASCADE');
  if (what === 'SCHEMA' && !cascade) cursor.acceptWord('RESTRICT');
  return { kind: 'drop', what, path, ifExists, cascade, at };
}

function parseAlter(cursor: Cursor): AddColumn {
  const { at } = cursor;
  cursor.expectWord('ALTER');
  if (!cursor.acceptWord('TABLE')) throw cursor.unsupported(`ALTER ${cursor.peek().upper}`);
  if (cursor.isWord('IF', 'EXISTS')) throw cursor.unsupported('ALTER TABLE IF EXISTS');
  const table = parseTablePath(cursor);
  const columns = cursor.list(() => {
    if (!cursor.acceptWord('ADD', 'COLUMN')) {
      throw cursor.unsupported(`ALTER TABLE … ${cursor.peek().upper} ${cursor.peek(1).upper}`);
    }
    return { ifNotExists: cursor.acceptWord('IF', 'NOT', 'EXISTS'), column: parseColumn(cursor) };
  });
  return { kind: 'add-column', table, columns, at };
}

function parseAny(cursor: Cursor): StatementNode {
  const { at } = cursor;
  if (startsQuery(cursor)) return { kind: 'query', query: cursor.query(), at };
  if (cursor.isWord('INSERT')) return parseInsert(cursor);
  if (cursor.isWord('UPDATE')) return parseUpdate(cursor);
  if (cursor.isWord('DELETE')) return parseDelete(cursor);
  if (cursor.isWord('MERGE')) return parseMerge(cursor);
  if (cursor.isWord('TRUNCATE')) return parseTruncate(cursor);
  if (cursor.isWord('CREATE')) return parseCreate(cursor);
  if (cursor.isWord('DROP')) return parseDrop(cursor);
  if (cursor.isWord('ALTER')) return parseAlter(cursor);
  const token = cursor.peek();
  if (token.kind === 'word') throw cursor.unsupported(`The statement ${token.upper}`);
  throw cursor.unexpected();
}

const open = (text: string) => new Cursor(text, { expression: parseExpression, query: parseQuery });

/** The one expression of a text, as of a column's default. */
export function parseExpressionText(text: string): Expression {
  const cursor = open(text);
  const expression = cursor.expression();
  if (cursor.peek().kind === 'end') return expression;
  throw cursor.unexpected('end of expression');
}

/** The one statement of a text; a semicolon may end it. */
export function parseStatement(text: string): StatementNode {
  const cursor = open(text);
  const statement = parseAny(cursor);
  const hasEnd = cursor.acceptSymbol(';');
  if (cursor.peek().kind === 'end') return statement;
  if (hasEnd) throw cursor.unsupported('A script of several statements');
  throw cursor.unexpected('end of statement');
}

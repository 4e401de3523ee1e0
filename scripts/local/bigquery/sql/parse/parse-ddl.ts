import type {
  ColumnDefinition,
  CreateSchema,
  CreateTable,
  CreateView,
} from '../syntax/statement.ts';
import type { Cursor } from './cursor.ts';
import { parseOptions } from './parse-options.ts';
import { parseTablePath } from './parse-table-path.ts';
import { parseColumnType } from './parse-type.ts';

/** An expression with its own text. */
function parseWithText(cursor: Cursor) {
  const { at } = cursor;
  const value = cursor.expression();
  return { value, text: cursor.text.slice(at, cursor.end) };
}

export function parseColumn(cursor: Cursor): ColumnDefinition {
  const name = cursor.expectName();
  const type = parseColumnType(cursor);
  let required = false;
  let fallback: ColumnDefinition['default'] = null;
  for (;;) {
    if (cursor.acceptWord('NOT', 'NULL')) required = true;
    else if (cursor.acceptWord('DEFAULT')) fallback = parseWithText(cursor);
    else break;
  }
  for (const word of ['COLLATE', 'PRIMARY', 'REFERENCES', 'GENERATED', 'CONSTRAINT']) {
    if (cursor.isWord(word)) throw cursor.unsupported(`${word} in a column`);
  }
  return { name, type, required, default: fallback, description: parseOptions(cursor, []) };
}

function parseColumns(cursor: Cursor): ColumnDefinition[] | null {
  if (!cursor.isSymbol('(')) return null;
  return cursor.inParentheses(() =>
    cursor.list(() => {
      for (const word of ['PRIMARY', 'FOREIGN', 'CONSTRAINT']) {
        if (cursor.isWord(word)) throw cursor.unsupported(`${word} in a table`);
      }
      return parseColumn(cursor);
    }),
  );
}

export interface CreateWords {
  readonly at: number;
  readonly orReplace: boolean;
}

const ifNotExists = (cursor: Cursor) => cursor.acceptWord('IF', 'NOT', 'EXISTS');

/** After CREATE [OR REPLACE] TABLE. */
export function parseCreateTable(cursor: Cursor, { at, orReplace }: CreateWords): CreateTable {
  const head = { ifNotExists: ifNotExists(cursor), table: parseTablePath(cursor) };
  for (const word of ['LIKE', 'COPY', 'CLONE']) {
    if (cursor.isWord(word)) throw cursor.unsupported(`CREATE TABLE … ${word}`);
  }
  const columns = parseColumns(cursor);
  const partitionBy = cursor.acceptWord('PARTITION', 'BY') ? parseWithText(cursor) : null;
  const clusterBy = cursor.acceptWord('CLUSTER', 'BY')
    ? cursor.list(() => cursor.expectName())
    : [];
  const description = parseOptions(cursor, ['require_partition_filter', 'labels', 'friendly_name']);
  const query = cursor.acceptWord('AS') ? cursor.query() : null;
  const rest = { columns, partitionBy, clusterBy, description, query };
  return { kind: 'create-table', ...head, ...rest, orReplace, at };
}

/** After CREATE [OR REPLACE] VIEW. */
export function parseCreateView(cursor: Cursor, { at, orReplace }: CreateWords): CreateView {
  const head = { ifNotExists: ifNotExists(cursor), table: parseTablePath(cursor) };
  const column = () => ({ name: cursor.expectName(), description: parseOptions(cursor, []) });
  const columns = cursor.isSymbol('(') ? cursor.inParentheses(() => cursor.list(column)) : null;
  const description = parseOptions(cursor, ['labels', 'friendly_name']);
  cursor.expectWord('AS');
  const start = cursor.at;
  const query = cursor.query();
  const text = cursor.text.slice(start, cursor.end);
  return { kind: 'create-view', ...head, orReplace, columns, description, query, text, at };
}

/** After CREATE SCHEMA. */
export function parseCreateSchema(cursor: Cursor, at: number): CreateSchema {
  const head = { ifNotExists: ifNotExists(cursor), path: parseTablePath(cursor) };
  const description = parseOptions(cursor, ['location', 'labels', 'friendly_name']);
  return { kind: 'create-schema', ...head, description, at };
}

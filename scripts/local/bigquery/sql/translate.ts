import { parseStatement } from './parse/parse-statement.ts';
import { Context, StatementNotes } from './resolve/context.ts';
import { toColumns } from './resolve/output.ts';
import { resolveExpression } from './resolve/resolve-expression.ts';
import { resolveQuery } from './resolve/resolve-query.ts';
import { sameName } from './resolve/scope.ts';
import type { Statement, TranslateOptions } from './statement.ts';
import type { QueryStatement, StatementNode } from './syntax/statement.ts';
import {
  translateAddColumn,
  translateCreateSchema,
  translateCreateTable,
  translateCreateView,
  translateDrop,
} from './translate/translate-definition.ts';
import { translateInsert } from './translate/translate-insert.ts';
import { translateMerge } from './translate/translate-merge.ts';
import {
  translateDelete,
  translateTruncate,
  translateUpdate,
} from './translate/translate-update.ts';
import type { Translation } from './translate/translation.ts';

function translateQuery({ query, at }: QueryStatement, context: Context): Translation {
  const { sql, columns: outputs } = context.query(query);
  const columns = toColumns(outputs);
  const repeated = columns.find(({ name }, index) =>
    columns.slice(0, index).some((one) => sameName(one.name, name)),
  );
  if (repeated === undefined) return { kind: 'SELECT', sql, columns };
  const message = `Duplicate column names in the result are not supported. Found duplicate(s): ${repeated.name}`;
  throw context.error(at, message);
}

type Translators = {
  readonly [Kind in StatementNode['kind']]: (
    node: Extract<StatementNode, { kind: Kind }>,
    context: Context,
  ) => Translation;
};

const translators: Translators = {
  query: translateQuery,
  insert: translateInsert,
  update: translateUpdate,
  delete: translateDelete,
  merge: translateMerge,
  truncate: translateTruncate,
  'create-table': translateCreateTable,
  'create-view': translateCreateView,
  'create-schema': translateCreateSchema,
  drop: translateDrop,
  'add-column': translateAddColumn,
};

/**
 * Translates one statement of GoogleSQL into one of DuckDB that means the same; the connection has
 * to be prepared by `installRuntime` and `SET TimeZone = 'UTC'`. Throws a GoogleSqlError for what is
 * wrong, and for what DuckDB can't do exactly.
 */
export function translate(text: string, options: TranslateOptions): Statement {
  const notes = new StatementNotes(text, options, {
    expression: resolveExpression,
    query: resolveQuery,
  });
  const node = parseStatement(text);
  const run = translators[node.kind] as (node: StatementNode, context: Context) => Translation;
  const { kind, sql, target, columns, definition } = run(node, new Context(notes));
  return {
    kind,
    sql,
    binds: notes.binds,
    target: target ?? null,
    reads: notes.reads,
    columns: columns ?? [],
    definition: definition ?? null,
  };
}

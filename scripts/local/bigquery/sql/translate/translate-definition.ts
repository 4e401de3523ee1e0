import { duckdbType, quoteName } from '../../duckdb-type.ts';
import type { Column } from '../../google-type.ts';
import { relationOf, schemaOf, type TableName } from '../../table-name.ts';
import type { Context } from '../resolve/context.ts';
import { outputName, toColumns } from '../resolve/output.ts';
import { refuseBignumeric } from '../resolve/refuse-bignumeric.ts';
import { sameName } from '../resolve/scope.ts';
import type { Definition } from '../statement.ts';
import type { Name } from '../syntax/expression.ts';
import type {
  AddColumn,
  ColumnDefinition,
  CreateSchema,
  CreateTable,
  CreateView,
  Drop,
} from '../syntax/statement.ts';
import { defaultSql } from './store-value.ts';
import { requireTarget } from './target-table.ts';
import { querySql } from './translate-insert.ts';
import type { Translation } from './translation.ts';

const plain: Definition = {
  orReplace: false,
  tolerant: false,
  description: null,
  query: null,
  partitionBy: null,
  clusterBy: [],
  cascade: false,
};

function toColumn({ name, type, required, description, default: given }: ColumnDefinition): Column {
  return { name: name.text, type, required, description, defaultExpression: given?.text ?? null };
}

function refuseRepeated(columns: readonly Column[], at: number, context: Context): void {
  const repeated = columns.find(({ name }, index) =>
    columns.slice(0, index).some((one) => sameName(one.name, name)),
  );
  if (repeated !== undefined)
    throw context.error(at, `Duplicate column name ${repeated.name} in CREATE statement`);
}

const columnText = ({ name, type, required }: Column) =>
  `${quoteName(name)} ${duckdbType(type)}${required && type.kind !== 'ARRAY' ? ' NOT NULL' : ''}`;

const createWords = (
  { orReplace, ifNotExists }: { orReplace: boolean; ifNotExists: boolean },
  what: string,
  name: TableName,
) =>
  `CREATE ${orReplace ? 'OR REPLACE ' : ''}${what} ${ifNotExists ? 'IF NOT EXISTS ' : ''}${relationOf(name)}`;

/** Defaults are put in by INSERT; here it is only seen that they fit their columns. */
function checkDefaults(columns: readonly Column[], context: Context): void {
  for (const column of columns) if (column.defaultExpression !== null) defaultSql(column, context);
}

function createAs(
  node: CreateTable,
  name: TableName,
  given: readonly Column[] | null,
  context: Context,
) {
  if (node.query === null) throw new Error('There is no query.');
  const columns = given ?? toColumns(context.query(node.query).columns);
  refuseRepeated(columns, node.at, context);
  for (const { type } of columns) refuseBignumeric(type, node.at, context);
  const rows = querySql(node.query, columns, { name, columns }, context);
  const names = columns.map((column) => quoteName(column.name)).join(', ');
  return { columns, sql: `${createWords(node, 'TABLE', name)} (${names}) AS ${rows}` };
}

export function translateCreateTable(node: CreateTable, context: Context): Translation {
  const target = context.tableName(node.table);
  const given = node.columns?.map(toColumn) ?? null;
  if (given === null && node.query === null) {
    throw context.error(node.at, 'CREATE TABLE needs columns or AS SELECT');
  }
  if (given !== null) {
    refuseRepeated(given, node.at, context);
    checkDefaults(given, context);
  }
  const definition: Definition = {
    ...plain,
    orReplace: node.orReplace,
    tolerant: node.ifNotExists,
    description: node.description,
    partitionBy: node.partitionBy?.text ?? null,
    clusterBy: node.clusterBy.map(({ text }) => text),
  };
  if (node.query !== null) {
    const { sql, columns } = createAs(node, target, given, context);
    return { kind: 'CREATE_TABLE_AS_SELECT', sql, target, columns, definition };
  }
  const columns = given ?? [];
  const sql = `${createWords(node, 'TABLE', target)} (${columns.map(columnText).join(', ')})`;
  return { kind: 'CREATE_TABLE', sql, target, columns, definition };
}

/** A view keeps its query in GoogleSQL, too; names in it that give no project are of the view's. */
export function translateCreateView(node: CreateView, context: Context): Translation {
  const target = context.tableName(node.table);
  const { sql: query, columns: outputs } = context.query(node.query);
  const answered = toColumns(outputs);
  if (node.columns !== null && node.columns.length !== answered.length) {
    const message = `View column list has ${node.columns.length} columns but its query has ${answered.length}`;
    throw context.error(node.at, message);
  }
  const columns = answered.map((column, index) => {
    const given = node.columns?.[index];
    return given === undefined
      ? column
      : { ...column, name: given.name.text, description: given.description };
  });
  refuseRepeated(columns, node.at, context);
  if (context.notes.binds.length > 0) {
    throw context.error(node.at, 'Query parameters cannot be used in the definition of a view');
  }
  const list = columns
    .map(({ name }, index) => `v.${outputName(index)} AS ${quoteName(name)}`)
    .join(', ');
  const sql = `${createWords(node, 'VIEW', target)} AS SELECT ${list} FROM (${query}) AS v`;
  const definition: Definition = {
    ...plain,
    orReplace: node.orReplace,
    tolerant: node.ifNotExists,
    description: node.description,
    query: node.text,
  };
  return { kind: 'CREATE_VIEW', sql, target, columns, definition };
}

/** A dataset by its name, or by its project's and its own. */
function datasetName(path: readonly Name[], context: Context): TableName {
  const parts = path.map(({ text }) => text);
  const project = parts.length > 1 ? parts.slice(0, -1).join('.') : context.notes.options.project;
  return { project, dataset: parts.at(-1) ?? '', table: '' };
}

export function translateCreateSchema(node: CreateSchema, context: Context): Translation {
  const target = datasetName(node.path, context);
  const sql = `CREATE SCHEMA ${node.ifNotExists ? 'IF NOT EXISTS ' : ''}${schemaOf(target)}`;
  const definition = { ...plain, tolerant: node.ifNotExists, description: node.description };
  return { kind: 'CREATE_SCHEMA', sql, target, definition };
}

export function translateDrop(
  { what, path, ifExists, cascade }: Drop,
  context: Context,
): Translation {
  const target = what === 'SCHEMA' ? datasetName(path, context) : context.tableName(path);
  const name = what === 'SCHEMA' ? schemaOf(target) : relationOf(target);
  const sql = `DROP ${what} ${ifExists ? 'IF EXISTS ' : ''}${name}${cascade ? ' CASCADE' : ''}`;
  return {
    kind: `DROP_${what}`,
    sql,
    target,
    definition: { ...plain, tolerant: ifExists, cascade },
  };
}

/** DuckDB adds one column a statement. */
export function translateAddColumn(
  { table, columns: added, at }: AddColumn,
  context: Context,
): Translation {
  const target = requireTarget(table, 'ALTER TABLE', context);
  const [first] = added;
  if (first === undefined || added.length > 1)
    throw context.unsupported(at, 'ALTER TABLE with several actions');
  const column = toColumn(first.column);
  const definition = { ...plain, tolerant: first.ifNotExists };
  const isKnown = target.columns.some(({ name }) => sameName(name, column.name));
  if (isKnown && !first.ifNotExists)
    throw context.error(at, `Column already exists: ${column.name}`);
  if (column.required)
    throw context.error(at, `Cannot add a required column to an existing table: ${column.name}`);
  if (column.defaultExpression !== null)
    throw context.error(
      at,
      'A column with a default value cannot be added to a table; add it first, and set its default then',
    );
  const columns = isKnown ? target.columns : [...target.columns, column];
  const sql = `ALTER TABLE ${relationOf(target.name)} ADD COLUMN IF NOT EXISTS ${quoteName(column.name)} ${duckdbType(column.type)}`;
  return { kind: 'ALTER_TABLE', sql, target: target.name, columns, definition };
}

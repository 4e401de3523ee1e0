import { invalid } from '../api-error.ts';
import type { Transaction } from '../engine/database.ts';
import { translateQuery } from '../jobs/translate-query.ts';
import type { TableName } from '../table-name.ts';
import type { Catalogue } from './catalogue.ts';
import { newTable, requireFreeName } from './change-tables.ts';
import { createTableText, createViewText } from './create-table-text.ts';
import { checkPartitions } from './partitions.ts';
import { type FieldResource, normaliseFields, toColumns, toFields } from './schema.ts';
import type { StoredTable } from './stored.ts';
import type { TableSettings } from './table-settings.ts';

interface TableDefinition {
  readonly name: TableName;
  readonly fields: readonly FieldResource[];
  readonly settings: TableSettings;
  /** True where a table of the name was removed just now. */
  readonly isReplacing?: boolean;
}

interface ViewDefinition {
  readonly name: TableName;
  readonly query: string;
  readonly settings: TableSettings;
}

const queryOf = (name: TableName, text: string) => ({
  text,
  project: name.project,
  dataset: null,
  parameters: [],
});

/** Makes an empty table. A name that is taken, or a schema that no table can have, is refused. */
export async function createTable(
  transaction: Transaction,
  catalogue: Catalogue,
  { name, fields, settings, isReplacing = false }: TableDefinition,
): Promise<StoredTable> {
  if (!isReplacing) requireFreeName(catalogue, name);
  const columns = toColumns(fields);
  if (columns.length === 0) throw invalid('No schema specified on table');
  checkPartitions(columns, settings);
  const text = createTableText(name, columns);
  await transaction.run(translateQuery(catalogue, queryOf(name, text)).sql);
  const table = newTable({
    name,
    kind: 'table',
    fields: normaliseFields(fields),
    settings,
    query: null,
  });
  await catalogue.putTable(transaction, table);
  return table;
}

/** Has DuckDB's view be that of a query, and answers its columns. The places of faults are the query's own. */
async function defineView(
  transaction: Transaction,
  catalogue: Catalogue,
  name: TableName,
  query: string,
): Promise<FieldResource[]> {
  translateQuery(catalogue, queryOf(name, query));
  const view = translateQuery(catalogue, queryOf(name, createViewText(name, query)));
  await transaction.run(view.sql);
  return toFields(view.columns);
}

/** Makes a view. */
export async function createView(
  transaction: Transaction,
  catalogue: Catalogue,
  { name, query, settings }: ViewDefinition,
): Promise<void> {
  requireFreeName(catalogue, name);
  const fields = await defineView(transaction, catalogue, name, query);
  await catalogue.putTable(transaction, newTable({ name, kind: 'view', fields, settings, query }));
}

/** Gives a view another query. */
export async function replaceView(
  transaction: Transaction,
  catalogue: Catalogue,
  view: StoredTable,
  query: string,
): Promise<void> {
  const fields = await defineView(transaction, catalogue, view.name, query);
  await catalogue.putTable(transaction, { ...view, fields, query });
}

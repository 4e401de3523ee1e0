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

/** Makes a view. A query that is wrong is refused with its own place of the fault. */
export async function createView(
  transaction: Transaction,
  catalogue: Catalogue,
  { name, query, settings }: ViewDefinition,
): Promise<void> {
  requireFreeName(catalogue, name);
  translateQuery(catalogue, queryOf(name, query));
  const view = translateQuery(catalogue, queryOf(name, createViewText(name, query)));
  await transaction.run(view.sql);
  const fields = toFields(view.columns);
  await catalogue.putTable(transaction, newTable({ name, kind: 'view', fields, settings, query }));
}

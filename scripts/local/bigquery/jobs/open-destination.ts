import { alreadyExists, invalid, tableNotFound } from '../api-error.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { dropTable } from '../catalogue/change-tables.ts';
import { createTable } from '../catalogue/create-tables.ts';
import { type FieldResource, toColumns } from '../catalogue/schema.ts';
import type { CatalogueTable } from '../catalogue/stored.ts';
import type { TableSettings } from '../catalogue/table-settings.ts';
import type { Database, Transaction } from '../engine/database.ts';
import { type Column, formatType, isSameType } from '../google-type.ts';
import { formatTableName, relationOf, type TableName } from '../table-name.ts';

/** The table that a job writes rows to. */
export interface Destination {
  readonly name: TableName;
  readonly create: 'CREATE_IF_NEEDED' | 'CREATE_NEVER';
  readonly write: 'WRITE_APPEND' | 'WRITE_TRUNCATE' | 'WRITE_EMPTY';
  /** For a table that is made. */
  readonly settings: TableSettings;
}

/** A transaction that may do to the destination what has to be done. */
export function writeTo<T>(
  database: Database,
  catalogue: Catalogue,
  { name, write }: Destination,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const isKept = catalogue.find(name) !== undefined && write !== 'WRITE_TRUNCATE';
  return isKept ? database.write(relationOf(name), work) : database.alter(work);
}

function requireFit(table: CatalogueTable, columns: readonly Column[]) {
  const start = `Provided Schema does not match Table ${formatTableName(table.name)}.`;
  for (const { name, type } of columns) {
    const own = table.columns.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (own === undefined) throw invalid(`${start} Cannot add fields (field: ${name})`);
    if (!isSameType(own.type, type)) {
      const change = `${formatType(own.type)} to ${formatType(type)}`;
      throw invalid(`${start} Field ${name} has changed type from ${change}`);
    }
  }
  for (const { name, required, defaultExpression } of table.columns) {
    const isGiven = columns.some((each) => each.name.toLowerCase() === name.toLowerCase());
    if (required && !isGiven && defaultExpression === null) {
      throw invalid(`${start} Field ${name} is missing in new schema`);
    }
  }
}

async function createAnew(
  transaction: Transaction,
  catalogue: Catalogue,
  { name, settings }: Destination,
  fields: readonly FieldResource[],
) {
  const existing = catalogue.find(name);
  if (existing !== undefined) await dropTable(transaction, catalogue, existing);
  const made = await createTable(transaction, catalogue, {
    name,
    fields,
    settings: existing?.settings ?? settings,
    isReplacing: existing !== undefined,
  });
  const isAppendOnly = existing === undefined || (existing.isAppendOnly && existing.rowCount === 0);
  const table = { ...made, created: existing?.created ?? made.created, isAppendOnly };
  await catalogue.putTable(transaction, table);
  return { ...table, columns: toColumns(fields), rowCount: 0 };
}

/** Makes, empties or checks the destination of rows with these fields, as its dispositions say. */
export async function openDestination(
  transaction: Transaction,
  catalogue: Catalogue,
  destination: Destination,
  fields: readonly FieldResource[],
): Promise<CatalogueTable> {
  const { name, create, write } = destination;
  const table = catalogue.find(name);
  if (table === undefined) {
    catalogue.requireDataset(name);
    if (create === 'CREATE_NEVER') throw tableNotFound(name);
    return createAnew(transaction, catalogue, destination, fields);
  }
  if (table.kind === 'view') {
    throw invalid(
      `${formatTableName(name)} is not allowed for this operation because it is currently a VIEW.`,
    );
  }
  if (write === 'WRITE_TRUNCATE') return createAnew(transaction, catalogue, destination, fields);
  if (write === 'WRITE_EMPTY' && table.rowCount > 0) {
    throw alreadyExists(`Table ${formatTableName(name)}`);
  }
  requireFit(table, toColumns(fields));
  return table;
}

import { type BigQueryError, invalid, notSupported } from '../api-error.ts';
import { duckdbType, quoteName } from '../duckdb-type.ts';
import type { Transaction } from '../engine/database.ts';
import { type Column, formatType, isSameType } from '../google-type.ts';
import { formatTableName, relationOf, type TableName } from '../table-name.ts';
import { type FieldResource, normaliseFields, toColumns } from './schema.ts';
import type { CatalogueTable } from './stored.ts';

interface Named {
  readonly name: string;
}

const sameName = (one: Named) => (other: Named) =>
  one.name.toLowerCase() === other.name.toLowerCase();

const refuse = (name: TableName, why: string): BigQueryError =>
  invalid(`Provided Schema does not match Table ${formatTableName(name)}. ${why}`);

/** Throws where a column is not to stay what it is, or become what BigQuery lets it. */
function requireKept(table: TableName, old: Column, wanted: Column | undefined): Column {
  if (wanted === undefined) throw refuse(table, `Field ${old.name} is missing in new schema`);
  if (!isSameType(wanted.type, old.type)) {
    if (wanted.type.kind === 'STRUCT' || old.type.kind === 'STRUCT') {
      throw notSupported('changes inside of a RECORD');
    }
    const change = `${formatType(old.type)} to ${formatType(wanted.type)}`;
    throw refuse(table, `Field ${old.name} has changed type from ${change}`);
  }
  if (wanted.required && !old.required) {
    throw refuse(table, `Field ${old.name} has changed mode from NULLABLE to REQUIRED`);
  }
  if (wanted.defaultExpression !== old.defaultExpression) {
    throw notSupported('changes of a default value');
  }
  return wanted;
}

async function addColumn(transaction: Transaction, { name, kind }: CatalogueTable, column: Column) {
  if (kind === 'view') throw refuse(name, "A view's columns are those of its query.");
  if (column.required) {
    throw refuse(name, `Cannot add required fields to an existing schema. (field: ${column.name})`);
  }
  if (column.defaultExpression !== null) throw notSupported('default values of new columns');
  const definition = `${quoteName(column.name)} ${duckdbType(column.type)}`;
  await transaction.run(`ALTER TABLE ${relationOf(name)} ADD COLUMN ${definition}`);
}

/**
 * Alters a table to a schema that keeps all of its columns: new ones may come, required ones may
 * be relaxed, descriptions change. Answers the fields as they are then. Throws `invalid` for what
 * BigQuery doesn't let a schema do either.
 */
export async function changeSchema(
  transaction: Transaction,
  table: CatalogueTable,
  given: readonly FieldResource[],
): Promise<FieldResource[]> {
  const columns = toColumns(given);
  const fields = normaliseFields(given);
  for (const old of table.columns) {
    const wanted = requireKept(table.name, old, columns.find(sameName(old)));
    if (old.required && !wanted.required) {
      const column = quoteName(old.name);
      await transaction.run(
        `ALTER TABLE ${relationOf(table.name)} ALTER COLUMN ${column} DROP NOT NULL`,
      );
    }
  }
  for (const column of columns) {
    if (!table.columns.some(sameName(column))) await addColumn(transaction, table, column);
  }
  const kept = table.fields.map((old) => ({
    ...old,
    ...fields.find(sameName(old)),
    name: old.name,
  }));
  const added = fields.filter((field) => !table.fields.some(sameName(field)));
  return [...kept, ...added];
}

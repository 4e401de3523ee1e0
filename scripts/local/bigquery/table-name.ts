import { quoteName } from './duckdb-type.ts';

/** A table or view; without a table, a dataset. Names differ by case. */
export interface TableName {
  readonly project: string;
  readonly dataset: string;
  readonly table: string;
}

/** DuckDB's names don't differ by case: a capital is written as ^ and its small letter. */
const spellCase = (name: string) =>
  name.replaceAll(/[A-Z]/g, (capital) => `^${capital.toLowerCase()}`);

/** What DuckDB calls the schema that holds a dataset. */
export const schemaName = (name: Pick<TableName, 'project' | 'dataset'>) =>
  spellCase(`${name.project}.${name.dataset}`);

/** What DuckDB calls a table or view within that schema. */
export const tableName = (name: TableName) => spellCase(name.table);

/** The DuckDB schema that holds a dataset, quoted. */
export const schemaOf = (name: Pick<TableName, 'project' | 'dataset'>) =>
  quoteName(schemaName(name));

/** The DuckDB table or view, quoted. */
export const relationOf = (name: TableName) => `${schemaOf(name)}.${quoteName(tableName(name))}`;

/** The name as BigQuery's messages write it: project:dataset.table. */
export const formatTableName = (name: TableName) => `${name.project}:${name.dataset}.${name.table}`;

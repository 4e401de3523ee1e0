import { type Column, formatType } from '../google-type.ts';
import type { TableName } from '../table-name.ts';

const quote = (name: string) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

const quoteTable = ({ project, dataset, table }: TableName) =>
  [project, dataset, table].map(quote).join('.');

/** The CREATE TABLE statement for a table that the API describes, in GoogleSQL. */
export function createTableText(name: TableName, columns: readonly Column[]): string {
  const lines = columns.map(({ name: column, type, required, defaultExpression }) =>
    [
      quote(column),
      formatType(type),
      ...(defaultExpression === null ? [] : [`DEFAULT (${defaultExpression})`]),
      ...(required ? ['NOT NULL'] : []),
    ].join(' '),
  );
  return `CREATE OR REPLACE TABLE ${quoteTable(name)} (${lines.join(', ')})`;
}

/** The CREATE VIEW statement for a view that the API describes, in GoogleSQL. */
export const createViewText = (name: TableName, query: string) =>
  `CREATE OR REPLACE VIEW ${quoteTable(name)} AS ${query}`;

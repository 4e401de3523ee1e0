import type { GoogleType, ScalarName } from './google-type.ts';

const scalars: Readonly<Record<ScalarName, string>> = {
  INT64: 'BIGINT',
  FLOAT64: 'DOUBLE',
  NUMERIC: 'DECIMAL(38,9)',
  /** As BigQuery prints it: DuckDB has no wider decimal, so the translator refuses to read one. */
  BIGNUMERIC: 'VARCHAR',
  BOOL: 'BOOLEAN',
  STRING: 'VARCHAR',
  BYTES: 'BLOB',
  DATE: 'DATE',
  DATETIME: 'TIMESTAMP',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMPTZ',
  JSON: 'JSON',
};

/** The name of a struct's field in DuckDB, whose structs are either named throughout or not at all. */
export const fieldName = (name: string | null, index: number) => name ?? `_field_${index + 1}`;

export const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`;

export const quoteText = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** DuckDB's type for a column or value of a BigQuery type. */
export function duckdbType(type: GoogleType): string {
  if (type.kind === 'ARRAY') return `${duckdbType(type.element)}[]`;
  if (type.kind !== 'STRUCT') return scalars[type.kind];
  const fields = type.fields.map(
    (field, index) => `${quoteName(fieldName(field.name, index))} ${duckdbType(field.type)}`,
  );
  return `STRUCT(${fields.join(', ')})`;
}

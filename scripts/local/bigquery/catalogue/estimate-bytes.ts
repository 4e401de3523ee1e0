import type { GoogleType, ScalarName } from '../google-type.ts';
import type { CatalogueTable } from './stored.ts';

/** BigQuery's sizes of types; for those that vary, the size of a value of some ten characters. */
const sizes: Readonly<Record<ScalarName, number>> = {
  INT64: 8,
  FLOAT64: 8,
  NUMERIC: 16,
  BIGNUMERIC: 32,
  BOOL: 1,
  STRING: 12,
  BYTES: 12,
  DATE: 8,
  DATETIME: 8,
  TIME: 8,
  TIMESTAMP: 8,
  JSON: 12,
};

function sizeOf(type: GoogleType): number {
  if (type.kind === 'ARRAY') return sizeOf(type.element);
  if (type.kind !== 'STRUCT') return sizes[type.kind];
  return type.fields.reduce((sum, field) => sum + sizeOf(field.type), 0);
}

/** About how many bytes a table holds: its rows times the size of a row of short values. */
export const estimateBytes = ({ columns, rowCount }: CatalogueTable) =>
  rowCount * columns.reduce((sum, { type }) => sum + sizeOf(type), 0);

import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  STRUCT,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  VARCHAR,
} from '@duckdb/node-api';
import { fieldName } from '../duckdb-type.ts';
import type { GoogleType, ScalarName } from '../google-type.ts';

/** A value for a $n of a statement. */
export interface Bound {
  readonly value: DuckDBValue;
  readonly type: DuckDBType;
}

const scalars: Readonly<Record<ScalarName, DuckDBType>> = {
  INT64: BIGINT,
  FLOAT64: DOUBLE,
  NUMERIC: DECIMAL(38, 9),
  BIGNUMERIC: VARCHAR,
  BOOL: BOOLEAN,
  STRING: VARCHAR,
  BYTES: BLOB,
  DATE,
  DATETIME: TIMESTAMP,
  TIME,
  TIMESTAMP: TIMESTAMPTZ,
  JSON: VARCHAR,
};

/** The type by which values of a BigQuery type are handed to DuckDB. */
export function bindingType(type: GoogleType): DuckDBType {
  if (type.kind === 'ARRAY') return LIST(bindingType(type.element));
  if (type.kind !== 'STRUCT') return scalars[type.kind];
  const fields = type.fields.map(
    (field, index) => [fieldName(field.name, index), bindingType(field.type)] as const,
  );
  return STRUCT(Object.fromEntries(fields));
}

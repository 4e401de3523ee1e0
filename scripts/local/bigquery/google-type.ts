/** BigQuery's types, as they appear in schemas, parameters and answers. */
export type ScalarName =
  | 'INT64'
  | 'FLOAT64'
  | 'NUMERIC'
  | 'BIGNUMERIC'
  | 'BOOL'
  | 'STRING'
  | 'BYTES'
  | 'DATE'
  | 'DATETIME'
  | 'TIME'
  | 'TIMESTAMP'
  | 'JSON';

export interface ScalarType {
  readonly kind: ScalarName;
}

export interface ArrayType {
  readonly kind: 'ARRAY';
  readonly element: GoogleType;
}

export interface StructType {
  readonly kind: 'STRUCT';
  readonly fields: readonly StructField[];
}

export interface StructField {
  /** Null for a field without a name, as in STRUCT(1, 2). */
  readonly name: string | null;
  readonly type: GoogleType;
}

export type GoogleType = ScalarType | ArrayType | StructType;

/** A column of a table, a view or an answer. */
export interface Column {
  readonly name: string;
  readonly type: GoogleType;
  /** NOT NULL, or REQUIRED in the REST API. */
  readonly required: boolean;
  readonly description: string | null;
  /** The GoogleSQL expression that stands in for a value that is left out. */
  readonly defaultExpression: string | null;
}

const names: Readonly<Record<string, ScalarName>> = {
  INT64: 'INT64',
  INT: 'INT64',
  SMALLINT: 'INT64',
  INTEGER: 'INT64',
  BIGINT: 'INT64',
  TINYINT: 'INT64',
  BYTEINT: 'INT64',
  FLOAT64: 'FLOAT64',
  NUMERIC: 'NUMERIC',
  DECIMAL: 'NUMERIC',
  BIGNUMERIC: 'BIGNUMERIC',
  BIGDECIMAL: 'BIGNUMERIC',
  BOOL: 'BOOL',
  BOOLEAN: 'BOOL',
  STRING: 'STRING',
  BYTES: 'BYTES',
  DATE: 'DATE',
  DATETIME: 'DATETIME',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMP',
  JSON: 'JSON',
};

/** The scalar type of a name or alias in any case (INTEGER is INT64), or null. */
export function scalarTypeNamed(name: string): ScalarType | null {
  const kind = Object.hasOwn(names, name.toUpperCase()) ? names[name.toUpperCase()] : undefined;
  return kind === undefined ? null : { kind };
}

/** The type as GoogleSQL writes it: ARRAY<STRUCT<a INT64, STRING>>. */
export function formatType(type: GoogleType): string {
  if (type.kind === 'ARRAY') return `ARRAY<${formatType(type.element)}>`;
  if (type.kind !== 'STRUCT') return type.kind;
  const fields = type.fields.map(
    (field) => `${field.name === null ? '' : `${field.name} `}${formatType(field.type)}`,
  );
  return `STRUCT<${fields.join(', ')}>`;
}

/** The same type; names of fields count, in any case. */
export function isSameType(a: GoogleType, b: GoogleType): boolean {
  return formatType(a).toLowerCase() === formatType(b).toLowerCase();
}

export type ScalarType = 'BOOL' | 'INT64' | 'STRING' | 'TIMESTAMP';

export interface StructType {
  [field: string]: ScalarType;
}

/** A type as the client's `types` takes it: a name, or a list of one type for an ARRAY. */
export type ParameterType = ScalarType | ScalarType[] | StructType[];

/** TIMESTAMPs are ISO 8601 text, INT64s numbers that JSON keeps exact. */
export type Scalar = string | number | boolean | null;

export type ParameterValue =
  | Scalar
  | readonly Scalar[]
  | readonly { readonly [field: string]: Scalar }[];

/** One GoogleSQL statement. Every value in it is a named parameter, and every parameter has a type. */
export interface Statement {
  readonly sql: string;
  readonly types: Record<string, ParameterType>;
}

export type Row = Readonly<Record<string, Scalar>>;

/** Runs a statement with a value for each of its parameters, and answers its rows. */
export type RunStatement = (
  statement: Statement,
  values: Readonly<Record<string, ParameterValue>>,
) => Promise<readonly Row[]>;

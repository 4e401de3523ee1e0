/** What a table accepts, as the database itself describes it (information_schema). */

export type ColumnKind =
  | 'integer' // TINYINT .. BIGINT, signed or not
  | 'decimal' // DECIMAL, NUMERIC
  | 'float' // FLOAT, DOUBLE
  | 'bit'
  | 'boolean' // TINYINT(1)
  | 'text' // CHAR, VARCHAR, TINYTEXT .. LONGTEXT
  | 'binary' // BINARY, VARBINARY, TINYBLOB .. LONGBLOB
  | 'enum'
  | 'set'
  | 'date'
  | 'datetime'
  | 'timestamp'
  | 'time'
  | 'year'
  | 'json'
  | 'geometry'
  | 'other'; // a type only the database can judge (INET6, UUID, VECTOR ...)

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The type in the database's own words, e.g. `int(10) unsigned`, `varchar(255)`. */
  readonly sqlType: string;
  readonly nullable: boolean;
  /** True where the database fills the column when a row leaves it out (default, auto-increment). */
  readonly hasDefault: boolean;
  readonly autoIncrement: boolean;
  /** Computed by the database: never written. */
  readonly generated: boolean;
  /** Left out of `SELECT *`, and so of files without a header. */
  readonly invisible?: boolean;
  /** A literal default as text; absent where there is none or where it is an expression. */
  readonly defaultText?: string;
  /** True where the default is the time of the insert (CURRENT_TIMESTAMP). */
  readonly defaultsToNow?: boolean;
  readonly unsigned?: boolean;
  /** integer: smallest and largest value. */
  readonly min?: bigint;
  readonly max?: bigint;
  /** decimal, and FLOAT(M,D): total digits and digits after the point. */
  readonly precision?: number;
  readonly scale?: number;
  /** text: most characters (CHAR, VARCHAR); binary, TEXT and BLOB: most bytes. */
  readonly maxCharacters?: number;
  readonly maxBytes?: number;
  /** CHAR and BINARY: the database drops trailing spaces, or fills up with zero bytes. */
  readonly fixedLength?: boolean;
  readonly charset?: string;
  readonly collation?: string;
  /** enum and set: the members in the order of the type. */
  readonly members?: readonly string[];
  /** bit: number of bits. */
  readonly bits?: number;
  /** datetime, timestamp, time: digits of a second's fraction, 0 to 6. */
  readonly fraction?: number;
  /** float: true for FLOAT (24 bits), false for DOUBLE (53 bits). */
  readonly singlePrecision?: boolean;
  /** json: the deepest nesting that the server parses. */
  readonly maxDepth?: number;
  /** geometry: the subtype (`point`, `geometry` ...) and the reference system, where the column fixes one. */
  readonly shape?: string;
  readonly srid?: number;
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly parentTable: string;
  readonly parentColumns: readonly string[];
}

export interface UniqueKey {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Contract {
  readonly table: string;
  /** In the table's own order. */
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  /** Without the primary key. */
  readonly uniqueKeys: readonly UniqueKey[];
  readonly foreignKeys: readonly ForeignKey[];
  /** A change of its rows sets off code that may write to other tables. */
  readonly hasTriggers: boolean;
}

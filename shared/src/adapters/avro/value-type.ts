/** What a field of a foreign schema holds, as far as a column can take it. */
export interface ValueType {
  readonly type:
    | 'null'
    | 'boolean'
    | 'int'
    | 'long'
    | 'float'
    | 'double'
    | 'bytes'
    | 'string'
    | 'fixed'
    | 'enum'
    | 'other';
  /** What the schema calls it. */
  readonly label: string;
  readonly logicalType?: string;
  readonly precision?: number;
  readonly scale?: number;
  /** fixed: number of bytes. */
  readonly size?: number;
  readonly symbols?: readonly string[];
}

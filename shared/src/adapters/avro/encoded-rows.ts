/** Rows in Avro's binary encoding, `count` of them one behind the other in `bytes`, which whoever takes them owns. */
export interface EncodedRows {
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Where each row ends in `bytes`. */
  readonly ends: Uint32Array;
}

/**
 * The text for a value of an ENUM that is none of its list (number 0, which shows as an empty text).
 * No member ends in a space (MySQL manual, "The ENUM Type").
 */
export const noMember = ' ';

/**
 * A portion of a table's rows, `count` of them one behind the other in `bytes`; row `n` begins at
 * `starts[n]` and ends where the next one begins, the last one where `bytes` ends. A column is a
 * length-encoded string as MySQL's text protocol sends it, or the byte 0xFB for NULL. Whoever
 * yields one does not touch it again: it belongs to who takes it.
 */
export interface WireRows {
  readonly bytes: Uint8Array;
  /** As many as `count`. */
  readonly starts: Uint32Array;
  readonly count: number;
}

import type { RowBuffer } from '../../../domain/packing/row-buffer.ts';
import type { AvroCursor } from './avro-cursor.ts';

/**
 * Reads a value and appends the text of it that its column is loaded from. A plain `Error` says, as
 * the end of a sentence, why the column can't hold it.
 */
export type DecodeValue = (from: AvroCursor, rows: RowBuffer) => void;

/** Reads a value as a text that the check of a column's cells takes. */
export type ReadText = (from: AvroCursor) => string;

import type { AvroBuffer } from '../avro-buffer.ts';

/**
 * Appends the Avro encoding of a value, the text of which stands in `wire` between `from` and `to`.
 * Returns false, with nothing appended, for a text that its type can't hold.
 */
export type EncodeValue = (wire: Uint8Array, from: number, to: number, into: AvroBuffer) => boolean;

import type { EncodeValue } from './encode-value.ts';

/** Bytes, or the UTF-8 of a string, as they are. */
export const encodeBytes: EncodeValue = (wire, from, to, into) => {
  into.appendBytes(wire, from, to);
  return true;
};

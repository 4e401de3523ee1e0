import { isUtf8 } from 'node:buffer';
import type { AvroCursor } from './avro-cursor.ts';
import type { DecodeValue } from './decode-value.ts';

const hexDigits = new TextEncoder().encode('0123456789abcdef');

function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if ((bytes[at] ?? 0) > 127) return false;
  return true;
}

/** The UTF-8 of a string, which is found to be valid. */
export function readUtf8(from: AvroCursor): Uint8Array {
  const bytes = from.readBytes();
  if (isAscii(bytes) || isUtf8(bytes)) return bytes;
  throw new Error('has text that is not UTF-8');
}

/** A string as it is. */
export const decodeText: DecodeValue = (from, rows) => rows.appendUtf8(readUtf8(from));

/** Bytes as hexadecimal digits, of which the column is loaded by UNHEX. */
export function decodeBytes(read: (from: AvroCursor) => Uint8Array): DecodeValue {
  return (from, rows) => {
    const bytes = read(from);
    rows.reserve(2 * bytes.length);
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      rows.bytes[rows.length++] = hexDigits[byte >> 4] ?? 0;
      rows.bytes[rows.length++] = hexDigits[byte & 15] ?? 0;
    }
  };
}

/** Character encodings in which a file's cells may be written. UTF-16 is turned into UTF-8 before. */
export type CellEncoding = 'utf-8' | 'windows-1252';

export interface DecodedCell {
  readonly text: string;
  /** Position in the cell of the first byte that is not valid in the encoding; -1 when all are. */
  readonly badByte: number;
}

const strict = {
  'utf-8': new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  'windows-1252': new TextDecoder('windows-1252', { fatal: true, ignoreBOM: true }),
};
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** True where a byte string holds a byte over 127, so that it has to be decoded. */
export function needsDecoding(bytes: string): boolean {
  for (let at = 0; at < bytes.length; at++) if (bytes.charCodeAt(at) > 127) return true;
  return false;
}

/** Bytes of a byte string (each character is one byte). */
export function toBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Longest prefix that is valid UTF-8, in bytes. */
function validPrefix(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  const decoder = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    try {
      decoder().decode(bytes.subarray(0, middle), { stream: true });
      low = middle;
    } catch {
      high = middle - 1;
    }
  }
  return low;
}

/**
 * Decodes a cell strictly. Bytes that are not valid UTF-8 are shown as U+FFFD and their first
 * position is told. Every byte is valid in Windows-1252 (WHATWG Encoding Standard).
 */
export function decodeCell(cell: string, encoding: CellEncoding): DecodedCell {
  const bytes = toBytes(cell);
  try {
    return { text: strict[encoding].decode(bytes), badByte: -1 };
  } catch {
    return { text: lenient.decode(bytes), badByte: validPrefix(bytes) };
  }
}

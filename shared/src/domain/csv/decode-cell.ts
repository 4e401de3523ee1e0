/** Character encodings in which a file's cells may be written. UTF-16 is turned into UTF-8 before. */
export type CellEncoding = 'utf-8' | 'windows-1252';

export interface DecodedCell {
  readonly text: string;
  /** Position in the cell of the first byte that is not valid in the encoding; -1 when all are. */
  readonly badByte: number;
}

/** True where a byte string holds a byte over 127, so that it has to be decoded. */
export function needsDecoding(bytes: string): boolean {
  for (let at = 0; at < bytes.length; at++) if (bytes.charCodeAt(at) > 127) return true;
  return false;
}

const isContinuation = (byte: number) => (byte & 0xc0) === 0x80;

/** Length of the sequence that a lead byte opens; 0 where it opens none (RFC 3629, section 4). */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** The smallest code point that needs a sequence of this length; a smaller one is an overlong form. */
const leastOfLength = [0, 0, 0x80, 0x800, 0x10000] as const;

/** The code point at `at`, or -1 where the bytes are no valid UTF-8 (surrogates and overlong forms are none). */
function codePointAt(bytes: string, at: number, length: number): number {
  let code = bytes.charCodeAt(at) & (0xff >> (length + 1));
  for (let next = at + 1; next < at + length; next++) {
    const byte = bytes.charCodeAt(next);
    if (!isContinuation(byte)) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  const isInRange = code >= (leastOfLength[length] ?? 0) && code <= 0x10ffff;
  return isInRange && !isSurrogate ? code : -1;
}

function decodeUtf8(bytes: string): DecodedCell {
  let text = '';
  let badByte = -1;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes.charCodeAt(at);
    const length = sequenceLength(byte);
    const code = length === 1 ? byte : length === 0 ? -1 : codePointAt(bytes, at, length);
    if (code === -1 && badByte === -1) badByte = at;
    text += String.fromCodePoint(code === -1 ? 0xfffd : code);
    at += code === -1 ? 1 : length;
  }
  return { text, badByte };
}

/** Bytes 0x80 to 0x9f; five of them are control characters (WHATWG Encoding Standard, windows-1252). */
const upperWindows1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const decodeWindows1252 = (bytes: string) =>
  bytes.replace(/[\x80-\x9f]/g, (byte) => upperWindows1252[byte.charCodeAt(0) - 0x80] ?? byte);

/**
 * Decodes a cell that is given as a byte string. In UTF-8, bytes that are not valid are shown as
 * U+FFFD each, and the first one's position is told. Every byte is valid in Windows-1252.
 * Cells are short, and a call of a general decoder costs many times what this loop does.
 */
export function decodeCell(cell: string, encoding: CellEncoding): DecodedCell {
  if (!needsDecoding(cell)) return { text: cell, badByte: -1 };
  return encoding === 'utf-8' ? decodeUtf8(cell) : { text: decodeWindows1252(cell), badByte: -1 };
}

import * as fc from 'fast-check';
import { decodeCell, needsDecoding } from '../../../shared/src/domain/csv/decode-cell.ts';

const byteString = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252', { fatal: true });

/** What the platform's own decoder gives; null for bytes that are no UTF-8. */
function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** The first byte that no continuation makes valid: the length of the longest prefix that could still become valid. */
function firstBadByte(bytes: Uint8Array): number {
  const isPrefix = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  for (let length = 1; length <= bytes.length && isPrefix(length); length++) {
    if (decodeStrictly(bytes.subarray(0, length)) !== null) good = length;
  }
  return good;
}

/** Bytes that come near to valid UTF-8: sequences of every length, and what is often wrong with them. */
const nearlyUtf8 = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }).map((text) => [...Buffer.from(text, 'utf8')]),
      fc.constantFrom(
        [0x80],
        [0xc0, 0xaf],
        [0xc1, 0xbf],
        [0xe0, 0x80, 0xaf],
        [0xed, 0xa0, 0x80],
        [0xed, 0x9f, 0xbf],
        [0xf0, 0x8f, 0xbf, 0xbf],
        [0xf4, 0x8f, 0xbf, 0xbf],
        [0xf4, 0x90, 0x80, 0x80],
        [0xf5, 0x80, 0x80, 0x80],
        [0xe2, 0x82],
        [0xef, 0xbb, 0xbf],
        [0xff],
      ),
    ),
  )
  .map((parts) => Uint8Array.from(parts.flat()));

describe('decoding a cell', () => {
  it('agrees with a strict UTF-8 decoder on any bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 24 }), nearlyUtf8), (bytes) => {
        const { text, badByte } = decodeCell(byteString(bytes), 'utf-8');
        const expected = decodeStrictly(bytes);
        if (expected === null) expect(badByte).toBe(firstBadByte(bytes));
        else expect({ text, badByte }).toEqual({ text: expected, badByte: -1 });
      }),
      { numRuns: 5000 },
    );
  });

  it('shows what is not valid as U+FFFD and keeps the rest', () => {
    expect(decodeCell('caf\xe9 \xc3\xa9', 'utf-8')).toEqual({ text: 'caf\ufffd é', badByte: 3 });
  });

  it('keeps a byte order mark in the middle of a file, which is a character there', () => {
    expect(decodeCell('\xef\xbb\xbfa', 'utf-8')).toEqual({ text: '\ufeffa', badByte: -1 });
  });

  it('agrees with a Windows-1252 decoder on every byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(decodeCell(byteString(bytes), 'windows-1252')).toEqual({
      text: windows1252.decode(bytes),
      badByte: -1,
    });
  });

  it('is needed only by cells with a byte beyond ASCII', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(needsDecoding(byteString(bytes))).toBe(bytes.some((byte) => byte > 127));
      }),
    );
  });
});

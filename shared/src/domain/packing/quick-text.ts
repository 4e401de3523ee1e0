import type { Column } from '../contract.ts';
import { byteAt } from './byte-at.ts';
import type { QuickCell } from './quick-cell.ts';
import type { RowBuffer } from './row-buffer.ts';

const space = 32;
const backslash = 92;
const lastPrintable = 126;
const widest = 3;
/** Longer cells are rare, and a bound keeps the room that is made for each cell small. */
const mostQuickBytes = 16 * 1024;

/** Lead bytes of the sequences among which Unicode has white space, which may be all of a blank cell. */
const leadsOfSpaces: readonly number[] = [0xc2, 0xe1, 0xe2, 0xe3, 0xef];

/** A cell that begins like this holds more than white space. */
const beginsSolid = (byte: number) =>
  byte > lastPrintable ? byte >= 0xc2 && !leadsOfSpaces.includes(byte) : byte > space;

const isContinuation = (byte: number) => (byte & 0xc0) === 0x80;

/** Copies a character of one byte; answers its length, or 0 where it would have to be escaped. */
function copyAscii(byte: number, rows: RowBuffer): number {
  if (byte === backslash) return 0;
  rows.bytes[rows.length++] = byte;
  return 1;
}

/**
 * Copies a sequence of two or three bytes (RFC 3629, section 4). Answers its length, or 0 where it
 * is not valid or longer.
 */
function copySequence(file: Uint8Array, at: number, rows: RowBuffer): number {
  const lead = byteAt(file, at);
  const second = byteAt(file, at + 1);
  if (lead < 0xc2 || !isContinuation(second)) return 0;
  rows.bytes[rows.length++] = lead;
  rows.bytes[rows.length++] = second;
  if (lead <= 0xdf) return 2;
  const third = byteAt(file, at + 2);
  if (!(lead <= 0xef) || !isContinuation(third)) return 0;
  const isOverlong = lead === 0xe0 && second < 0xa0;
  const isSurrogate = lead === 0xed && second > 0x9f;
  if (isOverlong || isSurrogate) return 0;
  rows.bytes[rows.length++] = third;
  return 3;
}

/**
 * CHAR, VARCHAR and TEXT in UTF-8 of up to three bytes a character, or in ASCII alone. Backslashes
 * and control characters want escaping, and so a closer look.
 */
export function quickText(column: Column, isUtf8: boolean): QuickCell {
  const { maxCharacters = Infinity, maxBytes = Infinity, fixedLength = false } = column;
  const most = Math.min(maxBytes, mostQuickBytes);
  return (file, start, stop, rows) => {
    if (!beginsSolid(byteAt(file, start))) return -1;
    rows.reserve(most + widest);
    let at = start;
    let characters = 0;
    for (; at - start <= most; characters++) {
      const byte = byteAt(file, at);
      if (byte === stop || !(byte >= space)) break;
      const isAscii = byte <= lastPrintable;
      if (!isAscii && !isUtf8) return -1;
      const length = isAscii ? copyAscii(byte, rows) : copySequence(file, at, rows);
      if (length === 0) return -1;
      at += length;
    }
    if (characters > maxCharacters || at - start > most) return -1;
    return fixedLength && byteAt(file, at - 1) === space ? -1 : at;
  };
}

import { isDay } from '../cells/moment.ts';
import type { Column } from '../contract.ts';
import { byteAt } from './byte-at.ts';
import type { QuickCell } from './quick-cell.ts';

const zero = 48;
const dash = 45;
const colon = 58;
const space = 32;
const letterT = 84;
const letterZ = 90;
const firstYear = 1000;
const dayLength = 'YYYY-MM-DD'.length;
const secondLength = 'YYYY-MM-DD HH:MM:SS'.length;

function two(file: Uint8Array, at: number): number {
  const tens = byteAt(file, at) - zero;
  const ones = byteAt(file, at + 1) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function hasDay(file: Uint8Array, at: number): boolean {
  if (byteAt(file, at + 4) !== dash || byteAt(file, at + 7) !== dash) return false;
  const year = two(file, at) * 100 + two(file, at + 2);
  return year >= firstYear && isDay(year, two(file, at + 5), two(file, at + 8));
}

function hasTime(file: Uint8Array, at: number): boolean {
  const separator = byteAt(file, at + 10);
  if (separator !== letterT && separator !== space) return false;
  if (byteAt(file, at + 13) !== colon || byteAt(file, at + 16) !== colon) return false;
  return two(file, at + 11) <= 23 && two(file, at + 14) <= 59 && two(file, at + 17) <= 59;
}

/** `YYYY-MM-DD` for a DATE. */
export const quickDate: QuickCell = (file, at, _stop, rows) => {
  if (!hasDay(file, at)) return -1;
  rows.reserve(dayLength);
  for (let next = 0; next < dayLength; next++) {
    rows.bytes[rows.length++] = byteAt(file, at + next);
  }
  return at + dayLength;
};

/** `YYYY-MM-DDTHH:MM:SS`, T or a space, with or without Z, for a DATETIME. */
export function quickDatetime({ fraction = 0 }: Column): QuickCell {
  const noFraction = fraction === 0 ? '' : `.${'0'.repeat(fraction)}`;
  return (file, at, _stop, rows) => {
    if (!hasDay(file, at) || !hasTime(file, at)) return -1;
    rows.reserve(secondLength);
    const { bytes, length } = rows;
    for (let next = 0; next < secondLength; next++) bytes[length + next] = byteAt(file, at + next);
    bytes[length + dayLength] = space;
    rows.length += secondLength;
    if (fraction > 0) rows.appendText(noFraction);
    const end = at + secondLength;
    return byteAt(file, end) === letterZ ? end + 1 : end;
  };
}

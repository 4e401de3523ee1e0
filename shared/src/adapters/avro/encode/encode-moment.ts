import { isDay } from '../../../domain/cells/moment.ts';
import { daysSinceEpoch } from '../calendar.ts';
import { readDigits } from './encode-integer.ts';
import type { EncodeValue } from './encode-value.ts';

const dash = 45;
const colon = 58;
const space = 32;
const point = 46;
const dayLength = 'YYYY-MM-DD'.length;
const secondLength = 'YYYY-MM-DD HH:MM:SS'.length;
const mostDecimals = 6;
const secondsADay = 86_400;
const million = 1_000_000;
/** Seconds whose microseconds are exact as a number when they are doubled. */
const mostSafeSeconds = 2 ** 51 / million;

/** Days since 1970-01-01, or NaN for what is no day of the calendar, zero dates among it. */
function readDay(wire: Uint8Array, from: number): number {
  if (wire[from + 4] !== dash || wire[from + 7] !== dash) return Number.NaN;
  const year = readDigits(wire, from, from + 4);
  const month = readDigits(wire, from + 5, from + 7);
  const day = readDigits(wire, from + 8, from + 10);
  return isDay(year, month, day) ? daysSinceEpoch(year, month, day) : Number.NaN;
}

/** Seconds since midnight, or NaN. */
function readTime(wire: Uint8Array, from: number): number {
  if (wire[from + 2] !== colon || wire[from + 5] !== colon) return Number.NaN;
  const hour = readDigits(wire, from, from + 2);
  const minute = readDigits(wire, from + 3, from + 5);
  const second = readDigits(wire, from + 6, from + 8);
  return hour < 24 && minute < 60 && second < 60 ? (hour * 60 + minute) * 60 + second : Number.NaN;
}

/** Microseconds of `.f` with one to six digits, or of nothing. */
function readFraction(wire: Uint8Array, from: number, to: number): number {
  if (from === to) return 0;
  const digits = to - from - 1;
  if (wire[from] !== point || digits > mostDecimals) return Number.NaN;
  return readDigits(wire, from + 1, to) * 10 ** (mostDecimals - digits);
}

/** A date: `YYYY-MM-DD` as days since 1970-01-01. */
export const encodeDate: EncodeValue = (wire, from, to, into) => {
  const day = to - from === dayLength ? readDay(wire, from) : Number.NaN;
  if (Number.isNaN(day)) return false;
  into.appendLong(day);
  return true;
};

/** A timestamp: `YYYY-MM-DD HH:MM:SS[.ffffff]` as microseconds since the first of 1970. */
export const encodeMoment: EncodeValue = (wire, from, to, into) => {
  if (to - from < secondLength || wire[from + dayLength] !== space) return false;
  const seconds = readDay(wire, from) * secondsADay + readTime(wire, from + dayLength + 1);
  const micros = readFraction(wire, from + secondLength, to);
  if (Number.isNaN(seconds + micros)) return false;
  if (Math.abs(seconds) < mostSafeSeconds) into.appendLong(seconds * million + micros);
  else into.appendBigLong(BigInt(seconds) * BigInt(million) + BigInt(micros));
  return true;
};

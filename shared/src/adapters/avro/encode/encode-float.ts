import { ascii } from './ascii.ts';
import type { EncodeValue } from './encode-value.ts';

const numeral = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** MySQL writes no DOUBLE longer: FLOAT(255,30)'s digits, sign and point. */
const longestText = 512;

function readNumber(wire: Uint8Array, from: number, to: number): number {
  const text = to - from > longestText ? '' : ascii(wire, from, to);
  return numeral.test(text) ? Number(text) : Number.NaN;
}

/** A double: the one that is nearest to the numeral. */
export const encodeDouble: EncodeValue = (wire, from, to, into) => {
  const value = readNumber(wire, from, to);
  if (!Number.isFinite(value)) return false;
  into.appendDouble(value);
  return true;
};

/** A float: the numeral names one exactly, as a double of the same value does. */
export const encodeFloat: EncodeValue = (wire, from, to, into) => {
  const value = readNumber(wire, from, to);
  if (!Number.isFinite(value) || Math.fround(value) !== value) return false;
  into.appendFloat(value);
  return true;
};

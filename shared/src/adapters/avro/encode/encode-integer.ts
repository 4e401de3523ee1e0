import { ascii } from './ascii.ts';
import type { EncodeValue } from './encode-value.ts';

const zero = 48;
const minus = 45;
/** Longer integers are not exact as numbers. */
const mostDigits = 15;
const numeral = /^-?\d{1,20}$/;

/** The whole number that digits make, or NaN where there are none, other characters or too many. */
export function readDigits(wire: Uint8Array, from: number, to: number): number {
  if (from >= to || to - from > mostDigits) return Number.NaN;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = (wire[at] ?? 0) - zero;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** An int or long: a decimal numeral of at most 64 bits with their sign. */
export const encodeInteger: EncodeValue = (wire, from, to, into) => {
  const isNegative = wire[from] === minus;
  const value = readDigits(wire, isNegative ? from + 1 : from, to);
  if (!Number.isNaN(value)) {
    into.appendLong(isNegative ? -value : value);
    return true;
  }
  const text = to - from > 20 ? '' : ascii(wire, from, to);
  if (!numeral.test(text)) return false;
  const long = BigInt(text);
  if (BigInt.asIntN(64, long) !== long) return false;
  into.appendBigLong(long);
  return true;
};

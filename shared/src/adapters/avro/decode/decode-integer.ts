import type { Column } from '../../../domain/contract.ts';
import type { RowBuffer } from '../../../domain/packing/row-buffer.ts';
import type { DecodeValue } from './decode-value.ts';

const zero = 48;
const minus = 45;
/** Digits of the longest number that is exact, and its sign. */
const longest = 17;

/** Appends `digits` digits of a whole number, zeros in front. */
export function appendDigits(rows: RowBuffer, value: number, digits: number): void {
  rows.reserve(digits);
  let rest = value;
  for (let at = rows.length + digits - 1; at >= rows.length; at--) {
    const next = Math.floor(rest / 10);
    rows.bytes[at] = zero + rest - 10 * next;
    rest = next;
  }
  rows.length += digits;
}

function countDigits(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}

export function appendNumber(rows: RowBuffer, value: number): void {
  rows.reserve(longest);
  if (value < 0) rows.bytes[rows.length++] = minus;
  const magnitude = Math.abs(value);
  appendDigits(rows, magnitude, countDigits(magnitude));
}

function boundsOf(column: Column): { min: bigint; max: bigint } {
  if (column.kind === 'bit') return { min: 0n, max: 2n ** BigInt(column.bits ?? 1) - 1n };
  return { min: column.min ?? -(2n ** 63n), max: column.max ?? 2n ** 64n - 1n };
}

/** An int or a long within the range of an integer or BIT column. */
export function decodeInteger(column: Column): DecodeValue {
  const { min, max } = boundsOf(column);
  const least = Number(min);
  const most = Number(max);
  const refuse = (value: number | bigint) => {
    throw new Error(`is ${value}, which is not between ${min} and ${max}`);
  };
  return (from, rows) => {
    const value = from.readLong();
    if (value >= least && value <= most) return appendNumber(rows, value);
    if (!Number.isNaN(value)) return refuse(value);
    const long = from.readBigLong();
    return long < min || long > max ? refuse(long) : rows.appendText(String(long));
  };
}

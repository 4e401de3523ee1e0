import type { Column } from '../contract.ts';
import { refuse, type ValueCheck } from './cell-fault.ts';

const zero = 48;
const safeDigits = 15;

/** True for one ASCII digit or more and nothing else. */
export function isDigits(text: string, from: number, to: number): boolean {
  if (from >= to) return false;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

/** Where the digits of a whole number end: a fraction of zeros (`8.0`) loses nothing. -1: not a whole number. */
function endOfDigits(cell: string, from: number): number {
  const point = cell.indexOf('.', from);
  const end = point < 0 ? cell.length : point;
  if (!isDigits(cell, from, end)) return -1;
  return point < 0 || /^\.0+$/.test(cell.slice(point)) ? end : -1;
}

/**
 * Whole numbers between `min` and `max`. Taken: an outer sign, leading zeros, a fraction of zeros
 * (`8.0`, as spreadsheets and data frames write it). Refused: separators, exponents, other bases,
 * digits that are not ASCII.
 */
export function compileWholeNumber(column: Column): ValueCheck {
  const { min = -(2n ** 63n), max = 2n ** 64n - 1n } = column;
  const least = Number(min);
  const most = Number(max);
  const range = `is not between ${min} and ${max}`;

  return (cell) => {
    const sign = cell.charCodeAt(0);
    const signed = sign === 45 || sign === 43;
    let from = signed ? 1 : 0;
    const end = endOfDigits(cell, from);
    if (end < 0) return refuse('type-error', cell, 'is not a whole number');
    while (from < end - 1 && cell.charCodeAt(from) === zero) from++;

    const negative = sign === 45 && cell.charCodeAt(from) !== zero;
    if (end - from <= safeDigits) {
      let value = 0;
      for (let at = from; at < end; at++) value = value * 10 + cell.charCodeAt(at) - zero;
      if (negative) value = -value;
      if (value < least || value > most) return refuse('out-of-range', cell, range);
    } else {
      if (end - from > 20) return refuse('out-of-range', cell, range);
      const value = BigInt(cell.slice(from, end)) * (negative ? -1n : 1n);
      if (value < min || value > max) return refuse('out-of-range', cell, range);
    }
    if (from === 0 && end === cell.length) return cell;
    return negative ? `-${cell.slice(from, end)}` : cell.slice(from, end);
  };
}

const truths: Readonly<Record<string, string>> = {
  true: '1',
  t: '1',
  yes: '1',
  y: '1',
  false: '0',
  f: '0',
  no: '0',
  n: '0',
};

/** The `1` or `0` of a truth word in any letter case: true, t, yes, y, false, f, no, n. */
export function truthOf(cell: string): string | undefined {
  return cell.length <= 5 ? truths[cell.toLowerCase()] : undefined;
}

/** TINYINT(1): a truth word, or any whole number that the type holds, since the database stores those too. */
export function compileBoolean(column: Column): ValueCheck {
  const checkNumber = compileWholeNumber(column);
  return (cell) => {
    const truth = truthOf(cell);
    if (truth !== undefined) return truth;
    const checked = checkNumber(cell);
    if (typeof checked === 'string' || checked.code !== 'type-error') return checked;
    return refuse('type-error', cell, 'is neither true or false, nor 1 or 0');
  };
}

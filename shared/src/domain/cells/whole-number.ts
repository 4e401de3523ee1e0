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

/** The value of up to 15 digits in canonical form, or NaN for anything that wants a closer look. */
function readPlain(cell: string): number {
  if (cell.length > safeDigits || (cell.charCodeAt(0) === zero && cell.length > 1))
    return Number.NaN;
  let value = cell === '' ? Number.NaN : 0;
  for (let at = 0; at < cell.length; at++) {
    const digit = cell.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Small numbers, the references of most rows, share their texts: less memory, and faster to look up. */
const sharedTexts = Array.from({ length: 1024 }, (_, value) => String(value));

const numeral = /^([+-]?)(\d+)(?:\.0+)?$/;
const mostDigits = 20;

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
    const plain = readPlain(cell);
    if (plain >= least && plain <= most) return sharedTexts[plain] ?? cell;
    const [, sign, all] = numeral.exec(cell) ?? [];
    if (all === undefined) return refuse('type-error', cell, 'is not a whole number');
    const digits = all.replace(/^0+(?=\d)/, '');
    if (digits.length > mostDigits) return refuse('out-of-range', cell, range);
    const value = sign === '-' ? -BigInt(digits) : BigInt(digits);
    return value < min || value > max ? refuse('out-of-range', cell, range) : String(value);
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

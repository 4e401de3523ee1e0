import { floatText } from './number-text.ts';
import { fitsInteger, numericText, numericUnits } from './read-numbers.ts';
import { Refusal } from './refusal.ts';

const unit = 1_000_000_000n;

/** What is infinite without an infinite operand is too much for a FLOAT64. */
function checkFloat(value: number, operands: readonly number[], describe: () => string): number {
  if (Number.isFinite(value) || !operands.every(Number.isFinite)) return value;
  throw new Refusal(`double overflow: ${describe()}`);
}

const floatPair =
  (operator: string, work: (a: number, b: number) => number) => (a: number, b: number) =>
    checkFloat(work(a, b), [a, b], () => `${floatText(a)} ${operator} ${floatText(b)}`);

export const addFloat = floatPair('+', (a, b) => a + b);
export const subtractFloat = floatPair('-', (a, b) => a - b);
export const multiplyFloat = floatPair('*', (a, b) => a * b);

export function divideFloat(a: number, b: number): number {
  if (b === 0) throw new Refusal(`division by zero: ${floatText(a)} / ${floatText(b)}`);
  return checkFloat(a / b, [a, b], () => `${floatText(a)} / ${floatText(b)}`);
}

function checkInteger(value: bigint, describe: () => string): bigint {
  if (!fitsInteger(value)) throw new Refusal(`int64 overflow: ${describe()}`);
  return value;
}

export const addInt = (a: bigint, b: bigint) => checkInteger(a + b, () => `${a} + ${b}`);
export const subtractInt = (a: bigint, b: bigint) => checkInteger(a - b, () => `${a} - ${b}`);
export const multiplyInt = (a: bigint, b: bigint) => checkInteger(a * b, () => `${a} * ${b}`);
export const negateInt = (a: bigint) => checkInteger(-a, () => `-${a}`);
export const absInt = (a: bigint) => (a < 0n ? negateInt(a) : a);

/** Truncated towards zero. */
export function quotientInt(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new Refusal(`division by zero: ${a} / ${b}`);
  return checkInteger(a / b, () => `${a} / ${b}`);
}

export function moduloInt(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new Refusal(`division by zero: MOD(${a}, ${b})`);
  return a % b;
}

/** Bits that are pushed out are lost; a negative count is an error. */
export function shiftLeft(a: bigint, b: bigint): bigint {
  if (b < 0n) throw new Refusal('Bitwise binary shift by negative amount');
  return b >= 64n ? 0n : BigInt.asIntN(64, a << b);
}

export function shiftRight(a: bigint, b: bigint): bigint {
  if (b < 0n) throw new Refusal('Bitwise binary shift by negative amount');
  return b >= 64n ? 0n : BigInt.asIntN(64, BigInt.asUintN(64, a) >> b);
}

const halfAway = (value: bigint, by: bigint): bigint => {
  const [size, divisor] = [value < 0n ? -value : value, by < 0n ? -by : by];
  const rounded = (2n * size + divisor) / (2n * divisor);
  return value < 0n === by < 0n ? rounded : -rounded;
};

/** NUMERIC comes and goes as text: DuckDB's own products and quotients are not BigQuery's. */
const numericPair =
  (work: (a: bigint, b: bigint) => bigint, operator: string) => (a: string, b: string) => {
    const [left, right] = [numericUnits(a), numericUnits(b)];
    if (right === 0n && (operator === '/' || operator === 'MOD')) {
      throw new Refusal(`division by zero: ${numericText(left)} / ${numericText(right)}`);
    }
    return numericText(work(left, right));
  };

export const addNumeric = numericPair((a, b) => a + b, '+');
export const subtractNumeric = numericPair((a, b) => a - b, '-');
export const multiplyNumeric = numericPair((a, b) => halfAway(a * b, unit), '*');
export const divideNumeric = numericPair((a, b) => halfAway(a * unit, b), '/');
export const quotientNumeric = numericPair((a, b) => (a / b) * unit, '/');
export const moduloNumeric = numericPair((a, b) => a % b, 'MOD');
export const negateNumeric = (a: string) => numericText(-numericUnits(a));
export const absNumeric = (a: string) => a.replace(/^-/, '');

/** Digits with blanks between them. */
export function averageNumeric(values: string): string {
  const all = values.split(' ').map(numericUnits);
  const sum = all.reduce((total, value) => total + value, 0n);
  return numericText(halfAway(sum, BigInt(all.length)));
}

import { floatText } from './number-text.ts';
import { Refusal } from './refusal.ts';

const fail = (name: string, values: readonly number[]) =>
  new Refusal(`Floating point error in function: ${name}(${values.map(floatText).join(', ')})`);

/** NaN and infinity come from NaN and infinity alone; otherwise they are an error. */
function check(name: string, values: readonly number[], result: number): number {
  if (Number.isFinite(result) || !values.every(Number.isFinite)) return result;
  throw fail(name, values);
}

export function squareRoot(value: number): number {
  if (value < 0) throw fail('SQRT', [value]);
  return Math.sqrt(value);
}

export const exponential = (value: number) => check('EXP', [value], Math.exp(value));

function positive(name: string, value: number): number {
  if (value <= 0) throw fail(name, [value]);
  return value;
}

export const naturalLogarithm = (value: number) => Math.log(positive('LN', value));
export const decimalLogarithm = (value: number) => Math.log10(positive('LOG10', value));

export function logarithm(value: number, base: number): number {
  if (value <= 0 || base <= 0 || base === 1) throw fail('LOG', [value, base]);
  return Math.log(value) / Math.log(base);
}

export const power = (base: number, exponent: number) =>
  check('POW', [base, exponent], base ** exponent);

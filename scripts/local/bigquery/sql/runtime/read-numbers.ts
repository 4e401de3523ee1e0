import { Refusal } from './refusal.ts';

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;
const numericLimit = 10n ** 38n;

export const fitsInteger = (value: bigint) => value >= least && value <= most;

/** An INT64 from decimal or hexadecimal digits; blanks around them don't count. */
export function readInteger(text: string): bigint {
  const trimmed = text.trim();
  const [match, sign, digits] = /^([+-]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(trimmed) ?? [];
  if (match === undefined || digits === undefined) throw new Refusal(`Bad int64 value: ${text}`);
  const size = BigInt(/^0[xX]/.test(digits) ? digits : digits.replace(/^0+(?=\d)/, ''));
  const value = sign === '-' ? -size : size;
  if (!fitsInteger(value)) throw new Refusal(`Bad int64 value: ${text}`);
  return value;
}

/** A FLOAT64; inf, infinity and nan in any case are such, too. */
export function readFloat(text: string): number {
  const trimmed = text.trim();
  const [word, sign] = /^([+-]?)(?:inf|infinity|nan)$/i.exec(trimmed) ?? [];
  if (word !== undefined) {
    if (/nan/i.test(word)) return Number.NaN;
    return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (/^[+-]?0x[0-9a-f]+$/i.test(trimmed)) {
    const size = Number(BigInt(trimmed.replace(/^[+-]/, '')));
    return trimmed.startsWith('-') ? -size : size;
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) {
    throw new Refusal(`Bad double value: ${text}`);
  }
  return Number(trimmed);
}

const divideHalfAway = (value: bigint, divisor: bigint) => (2n * value + divisor) / (2n * divisor);

/** A count of billionths as NUMERIC's digits, without zeros at the end. */
export function numericText(units: bigint): string {
  if (units >= numericLimit || units <= -numericLimit) throw new Refusal('numeric overflow');
  const size = units < 0n ? -units : units;
  const fraction = String(size % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  const whole = String(size / 1_000_000_000n);
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Billionths of a NUMERIC's digits; more digits than nine are rounded half away from zero. */
export function numericUnits(text: string): bigint {
  const pattern = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$/;
  const [match, sign, whole = '', fraction = '', exponent = '0'] = pattern.exec(text.trim()) ?? [];
  if (match === undefined || whole + fraction === '')
    throw new Refusal(`Invalid NUMERIC value: ${text}`);
  const shift = 9 - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return 0n;
  if (shift > 80) throw new Refusal(`Invalid NUMERIC value: ${text}`);
  const size =
    shift >= 0 ? digits * 10n ** BigInt(shift) : divideHalfAway(digits, 10n ** BigInt(-shift));
  if (size >= numericLimit) throw new Refusal(`Invalid NUMERIC value: ${text}`);
  return sign === '-' ? -size : size;
}

/** The digits of a NUMERIC's text, as DuckDB reads them. */
export const readNumeric = (text: string) => numericText(numericUnits(text));

import { floatText } from './number-text.ts';
import { numericText, numericUnits } from './read-numbers.ts';
import { Refusal } from './refusal.ts';

const unit = 1_000_000_000n;

type Direction = 'half-away' | 'down';

/** Keeps some digits after the point, or before it when `digits` is negative. */
function roundUnits(units: bigint, digits: bigint, direction: Direction): bigint {
  const dropped = 9n - digits;
  if (dropped <= 0n) return units;
  if (dropped > 40n) return 0n;
  const step = 10n ** dropped;
  const size = units < 0n ? -units : units;
  const kept = (direction === 'down' ? size / step : (2n * size + step) / (2n * step)) * step;
  return units < 0n ? -kept : kept;
}

export const roundNumeric = (text: string, digits: bigint) =>
  numericText(roundUnits(numericUnits(text), digits, 'half-away'));
export const truncateNumeric = (text: string, digits: bigint) =>
  numericText(roundUnits(numericUnits(text), digits, 'down'));

export function floorNumeric(text: string): string {
  const units = numericUnits(text);
  const whole = units / unit;
  return numericText((units < 0n && units % unit !== 0n ? whole - 1n : whole) * unit);
}

export const ceilingNumeric = (text: string) => {
  const floor = floorNumeric(text);
  return numericUnits(floor) === numericUnits(text)
    ? floor
    : numericText(numericUnits(floor) + unit);
};

const roundHalfAway = (value: number) => {
  if (!Number.isFinite(value)) return value;
  const size = Math.abs(value);
  const whole = Math.floor(size);
  const rounded = size - whole >= 0.5 ? whole + 1 : whole;
  return value < 0 ? -rounded : rounded;
};

const toWhole = (value: number, digits: bigint, direction: Direction): number => {
  const size = BigInt(Math.trunc(Math.abs(value)));
  const step = 10n ** -digits;
  const kept = (direction === 'down' ? size / step : (2n * size + step) / (2n * step)) * step;
  return value < 0 ? -Number(kept) : Number(kept);
};

/** Rounds the exact value of the number in decimal digits, half away from zero. */
export function roundFloat(value: number, digits: bigint): number {
  if (digits === 0n) return roundHalfAway(value);
  if (!Number.isFinite(value) || digits > 100n) return value;
  if (digits < -308n) return 0;
  if (digits < 0n) return toWhole(value, digits, 'half-away');
  return Math.abs(value) >= 1e21 ? value : Number(value.toFixed(Number(digits)));
}

export function truncateFloat(value: number, digits: bigint): number {
  if (digits === 0n) return Math.trunc(value);
  if (!Number.isFinite(value) || digits > 100n) return value;
  if (digits < -308n) return 0;
  if (digits < 0n) return toWhole(value, digits, 'down');
  if (Math.abs(value) >= 1e21) return value;
  const exact = value.toFixed(100);
  return Number(exact.slice(0, exact.length - 100 + Number(digits)));
}

export function floatToInt(value: number): bigint {
  const rounded = Number.isFinite(value) ? roundHalfAway(value) : value;
  if (!(rounded >= -(2 ** 63) && rounded < 2 ** 63)) {
    throw new Refusal(`int64 out of range: ${floatText(value)}`);
  }
  return BigInt(rounded);
}

export function numericToInt(text: string): string {
  const rounded = roundUnits(numericUnits(text), 0n, 'half-away') / unit;
  if (rounded < -(2n ** 63n) || rounded >= 2n ** 63n)
    throw new Refusal(`int64 out of range: ${text}`);
  return String(rounded);
}

/** The nearest NUMERIC of the number's exact value. */
export function floatToNumeric(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e29) {
    throw new Refusal(`numeric out of range: ${floatText(value)}`);
  }
  if (Math.abs(value) >= 1e21) return numericText(BigInt(value) * unit);
  return numericText(numericUnits(value.toFixed(9)));
}

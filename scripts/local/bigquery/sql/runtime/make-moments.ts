import { checkRange, civilOf, dayFrom, dayMicros, floorDivide } from './calendar.ts';
import { Refusal } from './refusal.ts';

function makeDay(year: bigint, month: bigint, day: bigint): number | null {
  if (year < 1n || year > 9999n || month < 1n || month > 12n || day < 1n || day > 31n) return null;
  const given = { year: Number(year), month: Number(month), day: Number(day) };
  const days = dayFrom(given);
  return civilOf(days).day === given.day ? days : null;
}

const pad = (value: bigint, width = 2) => String(value).padStart(width, '0');

/** DATE(year, month, day), in microseconds. */
export function makeDate(year: bigint, month: bigint, day: bigint): bigint {
  const days = makeDay(year, month, day);
  if (days !== null) return BigInt(days) * dayMicros;
  throw new Refusal(`Input calculates to invalid date: ${pad(year, 4)}-${pad(month)}-${pad(day)}`);
}

/** TIME(hour, minute, second), in microseconds; a 60th second is the next minute. */
export function makeTime(hour: bigint, minute: bigint, second: bigint): bigint {
  const isTime =
    hour >= 0n && hour < 24n && minute >= 0n && minute < 60n && second >= 0n && second < 60n;
  if (isTime) return ((hour * 60n + minute) * 60n + second) * 1_000_000n;
  throw new Refusal(`Input calculates to invalid time: ${pad(hour)}:${pad(minute)}:${pad(second)}`);
}

/** TIMESTAMP_SECONDS and its kin: a count of units of some microseconds. */
export const timestampFrom = (count: bigint, unit: bigint): bigint =>
  checkRange(count * unit, () => `Timestamp is out of range: ${count * unit}`);

/** UNIX_SECONDS and its kin. */
export const unitsSince = (micros: bigint, unit: bigint): bigint => floorDivide(micros, unit);

export const dateFromDays = (days: bigint): bigint =>
  checkRange(days * dayMicros, () => `Date is out of range: ${days}`);

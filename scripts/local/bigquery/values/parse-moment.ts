import { dayNumber } from './civil-time.ts';

const datePattern = String.raw`(\d{1,4})-(\d{1,2})-(\d{1,2})`;
const timePattern = String.raw`(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,6})0*)?`;
const dateOnly = new RegExp(`^${datePattern}$`);
const timeOnly = new RegExp(`^${timePattern}$`);
const moment = new RegExp(`^${datePattern}(?:[Tt ]${timePattern})?(.*)$`);
const zonePattern = /^ ?(?:([Zz]|UTC)|([+-])(\d{1,2})(?::?(\d{2}))?)$/;

const dayMicros = 86_400_000_000n;
const minuteMicros = 60_000_000n;

/** Days since 1970-01-01; null for what is no date of the years 1 to 9999. */
export function parseDate(text: string): number | null {
  const [match, year, month, day] = dateOnly.exec(text) ?? [];
  return match === undefined ? null : dayNumber(Number(year), Number(month), Number(day));
}

function timeOf(parts: readonly (string | undefined)[]): bigint | null {
  const [hours = '0', minutes = '0', seconds = '0', fraction = ''] = parts;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

/** Microseconds since midnight; null for what is no time of a day. */
export function parseTime(text: string): bigint | null {
  const match = timeOnly.exec(text);
  return match === null ? null : timeOf(match.slice(1));
}

function offsetOf(zone: string): bigint | null {
  if (zone === '') return 0n;
  const [match, utc, sign, hours, minutes = '0'] = zonePattern.exec(zone) ?? [];
  if (match === undefined) return null;
  if (utc !== undefined) return 0n;
  if (Number(hours) > 14 || Number(minutes) > 59) return null;
  const offset = BigInt(Number(hours) * 60 + Number(minutes)) * minuteMicros;
  return sign === '-' ? -offset : offset;
}

function parseMoment(text: string): { micros: bigint; zone: string } | null {
  const match = moment.exec(text);
  if (match === null) return null;
  const [year, month, day] = match.slice(1, 4).map(Number);
  const days = dayNumber(year ?? 0, month ?? 0, day ?? 0);
  const time = timeOf(match.slice(4, 8));
  if (days === null || time === null) return null;
  return { micros: BigInt(days) * dayMicros + time, zone: match[8] ?? '' };
}

/** Microseconds since 1970-01-01 of a moment without a zone; null for what is none. */
export function parseDatetime(text: string): bigint | null {
  const read = parseMoment(text);
  return read === null || read.zone !== '' ? null : read.micros;
}

/** Microseconds since 1970 of a moment in UTC, or in the offset that it ends with; null for what is none. */
export function parseTimestamp(text: string): bigint | null {
  const read = parseMoment(text);
  if (read === null) return null;
  const offset = offsetOf(read.zone);
  return offset === null ? null : read.micros - offset;
}

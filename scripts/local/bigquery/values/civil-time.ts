const daySeconds = 86_400;
const firstDay = daysOf(1, 1, 1);
const lastDay = daysOf(9999, 12, 31);
const pad = (value: number, width: number) => String(value).padStart(width, '0');

function daysOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 1000 / daySeconds;
}

/** Days since 1970-01-01, in the Gregorian calendar; null for a day that there is not. */
export function dayNumber(year: number, month: number, day: number): number | null {
  const days = daysOf(year, month, day);
  if (!(days >= firstDay && days <= lastDay)) return null;
  const date = new Date(days * daySeconds * 1000);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? days : null;
}

/** YYYY-MM-DD of days since 1970-01-01. */
export function formatDate(days: number): string {
  const date = new Date(days * daySeconds * 1000);
  const year = pad(date.getUTCFullYear(), 4);
  return `${year}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
}

/** HH:MM:SS of microseconds since midnight, with six digits of a fraction where there is one. */
export function formatTime(micros: bigint): string {
  const seconds = Number(micros / 1_000_000n);
  const fraction = Number(micros % 1_000_000n);
  const hours = pad(Math.floor(seconds / 3600), 2);
  const minutes = pad(Math.floor(seconds / 60) % 60, 2);
  const text = `${hours}:${minutes}:${pad(seconds % 60, 2)}`;
  return fraction === 0 ? text : `${text}.${pad(fraction, 6)}`;
}

import {
  checkRange,
  civilOf,
  dayFrom,
  dayMicros,
  dayOf,
  firstDayOfWeek,
  floorDivide,
  isoYear,
  isoYearStart,
  microsOf,
  weekStart,
} from './calendar.ts';
import { momentText } from './read-moments.ts';
import { Refusal } from './refusal.ts';

const months: Readonly<Record<string, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/** Moments are microseconds since 1970-01-01 00:00:00, of a DATE, a DATETIME or a TIMESTAMP in UTC. */
function addMonths(micros: bigint, count: bigint): bigint {
  const days = dayOf(micros);
  const { year, month, day } = civilOf(days);
  const moved = year * 12 + month - 1 + Number(count);
  const target = { year: Math.floor(moved / 12), month: (((moved % 12) + 12) % 12) + 1 };
  if (!(target.year >= 1 && target.year <= 9999)) return -(10n ** 18n);
  const last = dayFrom({ year: target.year, month: target.month + 1, day: 0 });
  const first = dayFrom({ ...target, day: 1 });
  const moment = Math.min(first + day - 1, last);
  return BigInt(moment) * dayMicros + (micros - BigInt(days) * dayMicros);
}

function move(micros: bigint, count: bigint, part: string): bigint {
  const month = months[part];
  if (month !== undefined) return addMonths(micros, count * BigInt(month));
  if (part === 'WEEK') return micros + count * 7n * dayMicros;
  const unit = microsOf[part as keyof typeof microsOf];
  if (unit === undefined) throw new Refusal(`Unsupported date part ${part}`);
  return micros + count * unit;
}

/** A moment some parts later; a day that a month doesn't have becomes its last. */
export const add = (micros: bigint, count: bigint, part: string): bigint =>
  checkRange(
    move(micros, count, part),
    () => `Adding ${count} ${part} to ${momentText(micros)} causes overflow`,
  );

/** A time of the day some parts later; it goes round at midnight. */
export function addTime(micros: bigint, count: bigint, part: string): bigint {
  const moved = move(micros, count, part);
  return moved - floorDivide(moved, dayMicros) * dayMicros;
}

/** How many ends of parts lie between two moments, as for DATE and DATETIME. */
export function difference(later: bigint, earlier: bigint, part: string): bigint {
  const [to, from] = [dayOf(later), dayOf(earlier)];
  const first = firstDayOfWeek(part);
  if (first !== null) return BigInt((weekStart(to, first) - weekStart(from, first)) / 7);
  if (part === 'ISOYEAR') return BigInt(isoYear(to) - isoYear(from));
  const month = months[part];
  if (month !== undefined) {
    const index = (days: number) => {
      const civil = civilOf(days);
      return Math.floor((civil.year * 12 + civil.month - 1) / month);
    };
    return BigInt(index(to) - index(from));
  }
  const unit = microsOf[part as keyof typeof microsOf];
  if (unit === undefined) throw new Refusal(`Unsupported date part ${part}`);
  return floorDivide(later, unit) - floorDivide(earlier, unit);
}

/** How many whole parts lie between two moments, as for TIMESTAMP. */
export function elapsed(later: bigint, earlier: bigint, part: string): bigint {
  const unit = microsOf[part as keyof typeof microsOf];
  if (unit === undefined) throw new Refusal(`Unsupported date part ${part}`);
  return (later - earlier) / unit;
}

function truncateDays(days: number, part: string): number {
  const first = firstDayOfWeek(part);
  if (first !== null) return weekStart(days, first);
  if (part === 'ISOYEAR') return isoYearStart(isoYear(days));
  const { year, month } = civilOf(days);
  if (part === 'YEAR') return dayFrom({ year, month: 1, day: 1 });
  if (part === 'QUARTER') return dayFrom({ year, month: month - ((month - 1) % 3), day: 1 });
  return dayFrom({ year, month, day: 1 });
}

/** The beginning of the part in which a moment lies. */
export function truncate(micros: bigint, part: string): bigint {
  const unit = microsOf[part as keyof typeof microsOf];
  const start =
    unit === undefined
      ? BigInt(truncateDays(dayOf(micros), part)) * dayMicros
      : floorDivide(micros, unit) * unit;
  return checkRange(start, () => `Truncating ${momentText(micros)} to ${part} causes overflow`);
}

/** The last day of the part in which a moment lies. */
export function lastDay(micros: bigint, part: string): bigint {
  const first = truncateDays(dayOf(micros), part);
  const { year, month, day } = civilOf(first);
  const next =
    firstDayOfWeek(part) !== null
      ? first + 7
      : part === 'ISOYEAR'
        ? isoYearStart(isoYear(first) + 1)
        : dayFrom({ year, month: month + (months[part] ?? 1), day });
  return BigInt(next - 1) * dayMicros;
}

/** The number of the week in its year: 0 before the year's first `first`. */
export function weekOfYear(micros: bigint, part: string): bigint {
  const days = dayOf(micros);
  const first = firstDayOfWeek(part) ?? 0;
  const start = dayFrom({ year: civilOf(days).year, month: 1, day: 1 });
  const begun = weekStart(start, first);
  const firstWeek = begun === start ? start : begun + 7;
  return BigInt(Math.floor((days - firstWeek) / 7) + 1);
}

/** Moments from the first to the last, some parts apart, as a JSON array of microseconds. */
export function moments(first: bigint, last: bigint, count: bigint, part: string): string {
  if (count === 0n) throw new Refusal('Sequence step cannot be 0.');
  const found: bigint[] = [];
  for (let steps = 0n; ; steps += 1n) {
    const next = move(first, steps * count, part);
    if (count > 0n ? next > last : next < last) return `[${found.join(',')}]`;
    if (found.length === 1_048_576) throw new Refusal('The array is too large');
    found.push(next);
  }
}

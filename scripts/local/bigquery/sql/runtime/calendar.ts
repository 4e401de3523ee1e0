import { Refusal } from './refusal.ts';

export const microsOf = {
  MICROSECOND: 1n,
  MILLISECOND: 1_000n,
  SECOND: 1_000_000n,
  MINUTE: 60_000_000n,
  HOUR: 3_600_000_000n,
  DAY: 86_400_000_000n,
} as const;

export const dayMicros = microsOf.DAY;

/** 0001-01-01 and the last microsecond of 9999. */
const earliest = -62_135_596_800_000_000n;
const latest = 253_402_300_799_999_999n;

export function checkRange(micros: bigint, describe: () => string): bigint {
  if (micros < earliest || micros > latest) throw new Refusal(describe());
  return micros;
}

export const floorDivide = (value: bigint, by: bigint) => (value - (((value % by) + by) % by)) / by;

/** Days since 1970-01-01. */
export const dayOf = (micros: bigint) => Number(floorDivide(micros, dayMicros));

export interface Civil {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

export function civilOf(days: number): Civil {
  const date = new Date(days * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The day of a year, month and day; months past December run on into the next years. */
export function dayFrom({ year, month, day }: Civil): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 86_400_000;
}

/** 0 for Sunday. */
export const weekday = (days: number) => (((days + 4) % 7) + 7) % 7;

/** The day on which the week began, for weeks that begin on `first` (0 for Sunday). */
export const weekStart = (days: number, first: number) => days - ((weekday(days) - first + 7) % 7);

/** The year to whose ISO weeks a day belongs: that of the week's Thursday. */
export const isoYear = (days: number) => civilOf(weekStart(days, 1) + 3).year;

/** The Monday of a year's first ISO week, which holds January 4. */
export const isoYearStart = (year: number) => weekStart(dayFrom({ year, month: 1, day: 4 }), 1);

const dayNames = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

/** The first day of a part's weeks: WEEK, ISOWEEK or WEEK(MONDAY); null for other parts. */
export function firstDayOfWeek(part: string): number | null {
  if (part === 'WEEK') return 0;
  if (part === 'ISOWEEK') return 1;
  const index = dayNames.indexOf(/^WEEK\((\w+)\)$/.exec(part)?.[1] ?? '');
  return index < 0 ? null : index;
}

/** A point in time as a cell writes it, before it is checked against the calendar. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits of a second's fraction, without trailing zeros. */
  readonly fraction: string;
  /** Minutes east of UTC. */
  readonly offset: number;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const widestOffset = 14 * 60;

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** True where the Gregorian calendar has the day. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= (monthDays[month - 1] ?? 0) || (month === 2 && day === 29 && isLeapYear(year));
}

/** What is impossible about a moment, as the end of a sentence; undefined for a possible one. */
export function explainImpossible(moment: Moment): string | undefined {
  const { year, month, day, hour, minute, second, offset } = moment;
  if (!isDay(year, month, day)) return 'is not a day of the calendar';
  if (hour > 23 || minute > 59 || second > 59) return 'is not a time of day';
  if (Math.abs(offset) > widestOffset) return 'has an offset from UTC that no place has';
  return undefined;
}

/** The same moment in UTC. The year may leave 0..9999 by one. */
export function toUtc(moment: Moment): Moment {
  if (moment.offset === 0) return moment;
  const { year, month, day, hour, minute, second, fraction, offset } = moment;
  const utc = new Date(0);
  utc.setUTCFullYear(year, month - 1, day);
  utc.setUTCHours(hour, minute - offset, second);
  return {
    year: utc.getUTCFullYear(),
    month: utc.getUTCMonth() + 1,
    day: utc.getUTCDate(),
    hour: utc.getUTCHours(),
    minute: utc.getUTCMinutes(),
    second: utc.getUTCSeconds(),
    fraction,
    offset: 0,
  };
}

const two = (value: number) => String(value).padStart(2, '0');

/** `YYYY-MM-DD` */
export function dayText({ year, month, day }: Moment): string {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** `YYYY-MM-DD HH:MM:SS`, without the fraction. */
export function secondText(moment: Moment): string {
  return `${dayText(moment)} ${two(moment.hour)}:${two(moment.minute)}:${two(moment.second)}`;
}

import { AppError } from '../../../shared/src/domain/app-error.ts';

/** The minutes that a cron expression of five fields names, in UTC. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** Where both days and weekdays are restricted, either suffices; else both must hold. */
  readonly eitherDay: boolean;
}

interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** What the values may be called, from `first` on. */
  readonly words?: readonly string[];
}

const monthWords = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const weekdayWords = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const fields = {
  minutes: { name: 'minute', first: 0, last: 59 },
  hours: { name: 'hour', first: 0, last: 23 },
  days: { name: 'day of the month', first: 1, last: 31 },
  months: { name: 'month', first: 1, last: 12, words: monthWords },
  weekdays: { name: 'day of the week', first: 0, last: 6, words: weekdayWords },
} satisfies Record<string, Field>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Within nine years every date comes, February 29 around 2100 too. */
const mostDays = 9 * 366;

function refuse(text: string, reason: string): AppError {
  return new AppError('invalid-request', `The schedule "${text}" can not be read: ${reason}`);
}

function readValue(text: string, { first, last, words = [] }: Field): number {
  const word = words.indexOf(text.toUpperCase());
  const value = word >= 0 ? first + word : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= first && value <= last ? value : Number.NaN;
}

/** One element of a list: `*`, a value or a range, the first and the last with a step. */
function readElement(text: string, field: Field): number[] {
  const [span = '', step = '1', ...more] = text.split('/');
  const [from = '', to, ...rest] =
    span === '*' ? [`${field.first}`, `${field.last}`] : span.split('-');
  const start = readValue(from, field);
  const end = to === undefined ? start : readValue(to, field);
  const isStep = /^[1-9]\d?$/.test(step) && (to !== undefined || !text.includes('/'));
  if (!(start <= end) || !isStep || more.length > 0 || rest.length > 0) return [];
  const count = Math.floor((end - start) / Number(step)) + 1;
  return Array.from({ length: count }, (_, at) => start + at * Number(step));
}

function readField(expression: string, text: string, field: Field): number[] {
  const lists = text.split(',').map((element) => readElement(element, field));
  const { name, first, last } = field;
  if (lists.some(({ length }) => length === 0)) {
    throw refuse(expression, `"${text}" names no ${name} from ${first} to ${last}.`);
  }
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

function isDay({ days, months, weekdays, eitherDay }: Cron, date: Date): boolean {
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const isOfMonth = days.includes(date.getUTCDate());
  const isOfWeek = weekdays.includes(date.getUTCDay());
  return eitherDay ? isOfMonth || isOfWeek : isOfMonth && isOfWeek;
}

/** The first minute after `time` that the expression names. Throws `invalid-request` where there is none. */
export function nextTime(cron: Cron, time: Date): Date {
  const from = time.getTime() + 1;
  let day = from - (from % dayMs);
  for (let passed = 0; passed <= mostDays; passed += 1, day += dayMs) {
    if (!isDay(cron, new Date(day))) continue;
    for (const hour of cron.hours) {
      const minute = cron.minutes.find((each) => day + hour * hourMs + each * minuteMs >= from);
      if (minute !== undefined) return new Date(day + hour * hourMs + minute * minuteMs);
    }
  }
  throw new AppError('invalid-request', 'The schedule names no day that there is.');
}

/**
 * Reads a Unix cron expression as Cloud Scheduler takes it: minute, hour, day of the month, month,
 * day of the week, each `*`, values, ranges, steps, lists of those; months and days of the week by
 * name too. Throws `invalid-request`, with the field at fault.
 */
export function parseCron(text: string): Cron {
  const parts = text.trim().split(/\s+/);
  const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = parts;
  if (parts.length !== 5) {
    throw refuse(text, 'it needs minute, hour, day of the month, month and day of the week.');
  }
  const cron = {
    minutes: readField(text, minutes, fields.minutes),
    hours: readField(text, hours, fields.hours),
    days: readField(text, days, fields.days),
    months: readField(text, months, fields.months),
    weekdays: readField(text, weekdays, fields.weekdays),
    eitherDay: !days.startsWith('*') && !weekdays.startsWith('*'),
  };
  nextTime(cron, new Date(0));
  return cron;
}

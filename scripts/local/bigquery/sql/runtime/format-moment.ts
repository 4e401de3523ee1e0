import {
  type Civil,
  civilOf,
  dayFrom,
  dayMicros,
  dayOf,
  floorDivide,
  isoYear,
  isoYearStart,
  weekday,
} from './calendar.ts';
import { weekOfYear } from './change-moments.ts';
import { dayNames, monthNames } from './names.ts';
import { Unsupported } from './refusal.ts';

/** Which elements have a meaning: those of dates, of times, or of time zones, too. */
export type MomentKind = 'DATE' | 'TIME' | 'DATETIME' | 'TIMESTAMP';

interface Parts extends Civil {
  readonly micros: bigint;
  readonly days: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly fraction: number;
}

function partsOf(micros: bigint): Parts {
  const days = dayOf(micros);
  const rest = micros - BigInt(days) * dayMicros;
  const seconds = Number(rest / 1_000_000n);
  return {
    ...civilOf(days),
    micros,
    days,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    fraction: Number(rest % 1_000_000n),
  };
}

const pad = (value: number | bigint, width = 2, filler = '0') =>
  String(value).padStart(width, filler);
const fraction = ({ fraction: micros }: Parts, digits: number) => pad(micros, 6).slice(0, digits);
const hour12 = ({ hour }: Parts) => ((hour + 11) % 12) + 1;
const dayOfYear = ({ days, year }: Parts) => days - dayFrom({ year, month: 1, day: 1 }) + 1;
const isoWeek = ({ days }: Parts) => Math.floor((days - isoYearStart(isoYear(days))) / 7) + 1;

/** Every digit that says something, none where the second is whole. */
function exactSeconds(parts: Parts): string {
  const digits = fraction(parts, 6).replace(/0+$/, '');
  return digits === '' ? pad(parts.second) : `${pad(parts.second)}.${digits}`;
}

type Element = (parts: Parts) => string;

const ofDates: Readonly<Record<string, Element>> = {
  A: ({ days }) => dayNames[weekday(days)] ?? '',
  a: ({ days }) => (dayNames[weekday(days)] ?? '').slice(0, 3),
  B: ({ month }) => monthNames[month - 1] ?? '',
  b: ({ month }) => (monthNames[month - 1] ?? '').slice(0, 3),
  h: ({ month }) => (monthNames[month - 1] ?? '').slice(0, 3),
  C: ({ year }) => pad(Math.floor(year / 100)),
  d: ({ day }) => pad(day),
  e: ({ day }) => pad(day, 2, ' '),
  D: (parts) => `${pad(parts.month)}/${pad(parts.day)}/${pad(parts.year % 100)}`,
  x: (parts) => `${pad(parts.month)}/${pad(parts.day)}/${pad(parts.year % 100)}`,
  F: ({ year, month, day }) => `${year}-${pad(month)}-${pad(day)}`,
  G: ({ days }) => String(isoYear(days)),
  g: ({ days }) => pad(isoYear(days) % 100),
  j: (parts) => pad(dayOfYear(parts), 3),
  m: ({ month }) => pad(month),
  Q: ({ month }) => String(Math.ceil(month / 3)),
  U: ({ micros }) => pad(weekOfYear(micros, 'WEEK')),
  u: ({ days }) => String(weekday(days) === 0 ? 7 : weekday(days)),
  V: (parts) => pad(isoWeek(parts)),
  W: ({ micros }) => pad(weekOfYear(micros, 'WEEK(MONDAY)')),
  w: ({ days }) => String(weekday(days)),
  Y: ({ year }) => String(year),
  E4Y: ({ year }) => pad(year, 4),
  y: ({ year }) => pad(year % 100),
};

const ofTimes: Readonly<Record<string, Element>> = {
  H: ({ hour }) => pad(hour),
  I: (parts) => pad(hour12(parts)),
  k: ({ hour }) => pad(hour, 2, ' '),
  l: (parts) => pad(hour12(parts), 2, ' '),
  M: ({ minute }) => pad(minute),
  P: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
  p: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  R: ({ hour, minute }) => `${pad(hour)}:${pad(minute)}`,
  S: ({ second }) => pad(second),
  T: ({ hour, minute, second }) => `${pad(hour)}:${pad(minute)}:${pad(second)}`,
  X: ({ hour, minute, second }) => `${pad(hour)}:${pad(minute)}:${pad(second)}`,
  'E*S': exactSeconds,
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((digits): [string, Element] => [
      `E${digits}S`,
      (parts) => `${pad(parts.second)}.${fraction(parts, digits)}`,
    ]),
  ),
};

const ofBoth: Readonly<Record<string, Element>> = {
  c: (parts) =>
    ['a', 'b', 'e'].map((name) => ofDates[name]?.(parts)).join(' ') +
    ` ${ofTimes.T?.(parts)} ${parts.year}`,
  s: ({ micros }) => String(floorDivide(micros, 1_000_000n)),
};

const ofUtc: Readonly<Record<string, Element>> = {
  Z: () => 'UTC',
  z: () => '+0000',
  Ez: () => '+00:00',
};
const always: Readonly<Record<string, Element>> = { n: () => '\n', t: () => '\t', '%': () => '%' };

const elements: Readonly<Record<MomentKind, Readonly<Record<string, Element>>>> = {
  DATE: { ...always, ...ofDates },
  TIME: { ...always, ...ofTimes },
  DATETIME: { ...always, ...ofDates, ...ofTimes, ...ofBoth },
  TIMESTAMP: { ...always, ...ofDates, ...ofTimes, ...ofBoth, ...ofUtc },
};

/**
 * FORMAT_DATE and its kin, with the elements above. Others are refused: BigQuery may know them.
 * A TIMESTAMP is in UTC.
 */
export function formatMoment(format: string, micros: bigint, kind: string): string {
  const parts = partsOf(micros);
  const known = elements[kind as MomentKind];
  return format.replaceAll(/%(E\*S|E\dS|E4Y|Ez|[\s\S])/g, (whole, name: string) => {
    const element = Object.hasOwn(known, name) ? known[name] : undefined;
    if (element !== undefined) return element(parts);
    throw new Unsupported(`The format element ${whole} of a ${kind}`);
  });
}

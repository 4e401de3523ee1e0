import { checkRange, civilOf, dayFrom, dayMicros } from './calendar.ts';
import type { MomentKind } from './format-moment.ts';
import { dayNames, monthNames } from './names.ts';
import { Refusal, Unsupported } from './refusal.ts';

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  fraction: bigint;
  isAfternoon: boolean | null;
  offsetMinutes: number;
  /** Seconds since 1970, which say everything. */
  epoch: bigint | null;
}

interface Element {
  readonly pattern: string;
  readonly read: (fields: Fields, text: string) => void;
}

const number = (
  name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second',
  digits: string,
): Element => ({
  pattern: `\\s*(\\d{${digits}})`,
  read: (fields, text) => {
    fields[name] = Number(text);
  },
});

const names = (list: readonly string[]) =>
  list.flatMap((name) => [name, name.slice(0, 3)]).join('|');

const monthName: Element = {
  pattern: `(${names(monthNames)})`,
  read: (fields, text) => {
    const short = text.slice(0, 3).toLowerCase();
    fields.month = monthNames.findIndex((name) => name.slice(0, 3).toLowerCase() === short) + 1;
  },
};

/** It is read and says nothing more than the date does. */
const weekdayName: Element = { pattern: `(${names(dayNames)})`, read: () => undefined };

const seconds: Element = {
  pattern: '\\s*(\\d{1,2}(?:\\.\\d+)?)',
  read: (fields, text) => {
    const [whole, fraction = ''] = text.split('.');
    fields.second = Number(whole);
    fields.fraction = BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  },
};

const offset: Element = {
  pattern: '(Z|z|[+-]\\d{2}:?\\d{2})',
  read: (fields, text) => {
    const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? [];
    const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
    fields.offsetMinutes = sign === '-' ? -size : size;
  },
};

const ofDates: Readonly<Record<string, Element>> = {
  Y: number('year', '1,4'),
  E4Y: number('year', '4'),
  y: {
    pattern: '\\s*(\\d{1,2})',
    read: (fields, text) => {
      fields.year = Number(text) + (Number(text) < 69 ? 2000 : 1900);
    },
  },
  m: number('month', '1,2'),
  d: number('day', '1,2'),
  e: number('day', '1,2'),
  B: monthName,
  b: monthName,
  h: monthName,
  A: weekdayName,
  a: weekdayName,
};

const ofTimes: Readonly<Record<string, Element>> = {
  H: number('hour', '1,2'),
  k: number('hour', '1,2'),
  I: number('hour', '1,2'),
  l: number('hour', '1,2'),
  M: number('minute', '1,2'),
  S: number('second', '1,2'),
  'E*S': seconds,
  p: {
    pattern: '([AaPp][Mm])',
    read: (fields, text) => {
      fields.isAfternoon = text.toUpperCase() === 'PM';
    },
  },
};

const epoch: Element = {
  pattern: '\\s*(-?\\d{1,18})',
  read: (fields, text) => {
    fields.epoch = BigInt(text);
  },
};

const elements: Readonly<Record<MomentKind, Readonly<Record<string, Element>>>> = {
  DATE: ofDates,
  TIME: ofTimes,
  DATETIME: { ...ofDates, ...ofTimes },
  TIMESTAMP: { ...ofDates, ...ofTimes, Ez: offset, z: offset, s: epoch },
};

const composed: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  c: '%a %b %e %H:%M:%S %Y',
};

const escapePattern = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

interface Compiled {
  readonly pattern: RegExp;
  readonly reads: readonly Element[];
}

/** Blanks in a format stand for any number of them, also none. */
function compile(format: string, kind: MomentKind): Compiled {
  const whole = format.replaceAll(/%([FDxTXRc])/g, (_, name: string) => composed[name] ?? '');
  const reads: Element[] = [];
  const parts = whole.match(/%(?:E\*S|E4Y|Ez|[\s\S])|\s+|[^%\s]+|%/g) ?? [];
  const pattern = parts.map((part) => {
    if (/^\s/.test(part)) return '\\s*';
    if (!part.startsWith('%')) return escapePattern(part);
    const name = part.slice(1);
    if (name === '%') return '%';
    if (name === 'n' || name === 't') return '\\s*';
    const element = Object.hasOwn(elements[kind], name) ? elements[kind][name] : undefined;
    if (element === undefined) {
      throw new Unsupported(`The format element ${part} in parsing a ${kind}`);
    }
    reads.push(element);
    return element.pattern;
  });
  return { pattern: new RegExp(`^\\s*${pattern.join('')}\\s*$`, 'i'), reads };
}

function microsOf(fields: Fields, fail: () => Refusal): bigint {
  if (fields.epoch !== null) return fields.epoch * 1_000_000n;
  const { year, month, day, minute, second, isAfternoon } = fields;
  let { hour } = fields;
  if (isAfternoon !== null) {
    if (hour < 1 || hour > 12) throw fail();
    hour = (hour % 12) + (isAfternoon ? 12 : 0);
  }
  const days = dayFrom({ year, month, day });
  const civil = civilOf(days);
  const isDay = year >= 1 && civil.year === year && civil.month === month && civil.day === day;
  if (!isDay || hour > 23 || minute > 59 || second > 59) throw fail();
  const inDay = BigInt((hour * 60 + minute - fields.offsetMinutes) * 60 + second) * 1_000_000n;
  return BigInt(days) * dayMicros + inDay + fields.fraction;
}

/**
 * PARSE_DATE and its kin, with the elements above; others are refused. What the format leaves out is
 * that of 1970-01-01 00:00:00.
 */
export function parseMoment(format: string, text: string, kind: string): bigint {
  const fail = () => new Refusal(`Failed to parse input string "${text}"`);
  const { pattern, reads } = compile(format, kind as MomentKind);
  const match = pattern.exec(text);
  if (match === null) throw fail();
  const fields: Fields = {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    fraction: 0n,
    isAfternoon: null,
    offsetMinutes: 0,
    epoch: null,
  };
  for (const [index, element] of reads.entries())
    element.read(fields, (match[index + 1] ?? '').trim());
  return checkRange(microsOf(fields, fail), () => fail().message);
}

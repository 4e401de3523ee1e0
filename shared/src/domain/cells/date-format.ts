import type { Moment } from './moment.ts';

/*
 * The pattern language of `date_formats` in tables.yaml:
 *
 *   YYYY  year        MM  month, two digits     M   one or two      MMM  Jan .. Dec, any case
 *   DD    day         D   one or two            HH  hour 00..23     H    one or two
 *   hh    hour 01..12 h   one or two            A   AM or PM        mm   minute     ss  second
 *
 * T and everything that is no letter or digit stand for themselves. Times are UTC.
 */
type Part = 'year' | 'month' | 'day' | 'hour' | 'half' | 'minute' | 'second' | 'hour12';

interface Token {
  readonly part: Part;
  readonly shape: string;
}

const tokens: Readonly<Record<string, Token>> = {
  YYYY: { part: 'year', shape: '\\d{4}' },
  MMM: { part: 'month', shape: '[A-Za-z]{3}' },
  MM: { part: 'month', shape: '\\d\\d' },
  M: { part: 'month', shape: '\\d\\d?' },
  DD: { part: 'day', shape: '\\d\\d' },
  D: { part: 'day', shape: '\\d\\d?' },
  HH: { part: 'hour', shape: '\\d\\d' },
  H: { part: 'hour', shape: '\\d\\d?' },
  hh: { part: 'hour12', shape: '\\d\\d' },
  h: { part: 'hour12', shape: '\\d\\d?' },
  mm: { part: 'minute', shape: '\\d\\d' },
  ss: { part: 'second', shape: '\\d\\d' },
  A: { part: 'half', shape: '[AaPp][Mm]' },
};

const tokenPattern = /YYYY|MMM|MM|M|DD|D|HH|H|hh|h|mm|ss|A|./gs;
const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

function tokensOf(pattern: string): readonly string[] {
  return pattern.match(tokenPattern) ?? [];
}

/** Why a pattern can't be used, as a sentence; undefined for a good one. */
export function explainBadFormat(pattern: string): string | undefined {
  const parts: Part[] = [];
  for (const token of tokensOf(pattern)) {
    const part = tokens[token]?.part;
    if (part === undefined && token !== 'T' && /[\p{L}\p{N}]/u.test(token)) {
      return `"${pattern}" has "${token}"; known are ${Object.keys(tokens).join(', ')} and T`;
    }
    if (part !== undefined) parts.push(part);
  }
  const has = (part: Part) => parts.includes(part);
  if (new Set(parts).size < parts.length) return `"${pattern}" names a part twice`;
  if (!has('year') || !has('month') || !has('day')) {
    return `"${pattern}" needs a year (YYYY), a month and a day`;
  }
  if (has('hour12') !== has('half') || (has('hour') && has('hour12'))) {
    return `"${pattern}" needs HH, or hh together with A`;
  }
  if ((has('minute') && !has('hour') && !has('hour12')) || (has('second') && !has('minute'))) {
    return `"${pattern}" has a minute without its hour, or a second without its minute`;
  }
  return undefined;
}

/** The pattern with day and month made alike: two formats with one skeleton can't be told apart. */
export function formatSkeleton(pattern: string): string {
  return tokensOf(pattern)
    .map((token) => (/^(MM?|DD?)$/.test(token) ? '#' : token))
    .join('');
}

function toHour(hour12: number, half: string): number {
  if (hour12 < 1 || hour12 > 12) return 24;
  return (hour12 % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

function toMonth(text: string): number {
  return /^\d/.test(text) ? Number(text) : monthNames.indexOf(text.toLowerCase()) + 1;
}

/** Makes a reader of one pattern. It answers undefined for text of another shape, and leaves the calendar to its caller. */
export function compileDateFormat(pattern: string): (cell: string) => Moment | undefined {
  const source = tokensOf(pattern).map((token) => {
    const known = tokens[token];
    return known === undefined ? token.replace(/[^T]/, '\\$&') : `(?<${known.part}>${known.shape})`;
  });
  const shape = new RegExp(`^${source.join('')}$`);
  return (cell) => {
    const parts = shape.exec(cell)?.groups;
    if (parts === undefined) return undefined;
    const { half, hour12, hour } = parts;
    return {
      year: Number(parts.year),
      month: toMonth(parts.month ?? ''),
      day: Number(parts.day),
      hour: half === undefined ? Number(hour ?? 0) : toHour(Number(hour12), half),
      minute: Number(parts.minute ?? 0),
      second: Number(parts.second ?? 0),
      fraction: '',
      offset: 0,
    };
  };
}

import type { Context } from '../resolve/context.ts';
import { computed, type Value } from '../resolve/value.ts';
import type { Extract } from '../syntax/expression.ts';
import { expectPart, type MomentType, momentTypes } from './date-part.ts';
import { inZone, microsSql, plainArgument } from './moment-sql.ts';

type Print = (sql: string) => string;

const integer =
  (text: string): Print =>
  (sql) =>
    `CAST(${text.replace('?', sql)} AS BIGINT)`;

const ofDates: Readonly<Record<string, Print>> = {
  YEAR: integer('year(?)'),
  ISOYEAR: integer('isoyear(?)'),
  QUARTER: integer('quarter(?)'),
  MONTH: integer('month(?)'),
  ISOWEEK: integer('week(?)'),
  DAY: integer('day(?)'),
  DAYOFYEAR: integer('dayofyear(?)'),
  DAYOFWEEK: integer('(dayofweek(?) + 1)'),
};

const ofTimes: Readonly<Record<string, Print>> = {
  HOUR: integer('hour(?)'),
  MINUTE: integer('minute(?)'),
  SECOND: integer('second(?)'),
  MILLISECOND: integer('(millisecond(?) % 1000)'),
  MICROSECOND: integer('(microsecond(?) % 1000000)'),
};

const weeks = [
  'WEEK',
  'SUNDAY',
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
];

for (const [index, day] of weeks.entries()) {
  const part = index === 0 ? 'WEEK' : `WEEK(${day})`;
  Object.assign(ofDates, {
    [part]: (sql: string) => `gs_week_of_year(${microsSql(sql)}, '${part}')`,
  });
}

const parts: Readonly<Record<MomentType, Readonly<Record<string, Print>>>> = {
  DATE: ofDates,
  TIME: ofTimes,
  DATETIME: { ...ofDates, ...ofTimes },
  TIMESTAMP: { ...ofDates, ...ofTimes },
};

/** EXTRACT(part FROM moment AT TIME ZONE zone); of a TIMESTAMP in UTC where no zone is given. */
export function resolveExtract(node: Extract, context: Context): Value {
  const value = context.expression(node.value);
  const type = momentTypes.find((kind) => kind === value.type.kind) as MomentType | undefined;
  const { at, zone: zoneNode } = node;
  if (type === undefined || (zoneNode !== null && type !== 'TIMESTAMP')) {
    throw context.error(at, `EXTRACT is not supported for arguments of type ${value.type.kind}`);
  }
  const call = { name: `EXTRACT from ${type}`, at };
  const zone = zoneNode === null ? null : plainArgument(zoneNode, 'STRING', call, context);
  const sql = type === 'TIMESTAMP' ? inZone(value.sql, zone) : value.sql;
  const whole = type === 'TIMESTAMP' || type === 'DATETIME' ? ['DATE', 'TIME'] : [];
  if (type === 'TIMESTAMP') whole.push('DATETIME');
  const part = expectPart(node.part, [...Object.keys(parts[type]), ...whole], call, context);
  if (part === 'DATE' || part === 'TIME') return computed(`CAST(${sql} AS ${part})`, part);
  if (part === 'DATETIME') return computed(sql, 'DATETIME');
  return computed(parts[type][part]?.(sql) ?? '', 'INT64');
}

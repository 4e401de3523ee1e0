import { castScalar } from '../resolve/cast-scalar.ts';
import { coerce } from '../resolve/coerce.ts';
import type { Context } from '../resolve/context.ts';
import { castSql, computed, scalarType, type Value } from '../resolve/value.ts';
import type { Call } from '../syntax/expression.ts';
import { currentMoment } from './current-moment.ts';
import type { MomentType } from './date-part.ts';
import {
  differenceFunction,
  formatFunction,
  lastDay,
  moveFunction,
  parseFunction,
  truncateFunction,
} from './moment-arithmetic.ts';
import { inZone, microsSql, momentSql, plainArgument } from './moment-sql.ts';
import { type FunctionRule, matchSignature, scalar } from './signature.ts';

const units = { SECONDS: 1_000_000, MILLIS: 1_000, MICROS: 1 };
const bigint = (value: number) => `CAST(${value} AS BIGINT)`;

function refuseCount(call: Call, context: Context): never {
  throw context.error(
    call.at,
    `No matching signature for function ${call.name} with ${call.args.length} arguments`,
  );
}

/** DATE(…), DATETIME(…), TIME(…) of whole numbers: a date's and a time's. */
function compose(call: Call, signature: string, context: Context): Value | null {
  const values = call.args.map((node) => context.expression(node));
  if (values.length < 3 || values.some(({ type }) => type.kind !== 'INT64')) return null;
  const type = call.name as MomentType;
  const { sqls } = matchSignature(
    { name: call.name, signatures: [signature], at: call.at },
    values,
    context,
  );
  const date = `gs_make_date(${sqls.slice(0, 3).join(', ')})`;
  if (type === 'DATE') return computed(momentSql(date, type), type);
  const time = `gs_make_time(${sqls.slice(-3).join(', ')})`;
  return computed(momentSql(type === 'TIME' ? time : `(${date} + ${time})`, type), type);
}

/** What a moment of another type, or a text, becomes; of a TIMESTAMP in a time zone. */
function convert(call: Call, context: Context): Value {
  const { name, args, at } = call;
  const type = name as MomentType;
  const [first, second] = args;
  if (first === undefined || args.length > 2) refuseCount(call, context);
  const value = context.expression(first);
  if (value.untyped) return computed(castSql('NULL', scalarType(type)), type);
  if (second !== undefined && value.type.kind !== 'TIMESTAMP') {
    throw context.unsupported(at, `${name} of a ${value.type.kind} in a time zone`);
  }
  const { kind } = value.type;
  const isKnown = ['DATE', 'DATETIME', 'TIMESTAMP', 'STRING', type].includes(kind);
  const zone = second === undefined ? null : plainArgument(second, 'STRING', call, context);
  const sql = zone === null ? value.sql : inZone(value.sql, zone);
  const from = zone === null ? value.type.kind : 'DATETIME';
  const text = kind === 'STRING' ? coerce(value, scalarType(type)) : null;
  const cast =
    isKnown && from !== 'ARRAY' && from !== 'STRUCT' ? (text ?? castScalar(sql, from, type)) : null;
  if (cast === null)
    throw context.error(
      at,
      `No matching signature for function ${name} for argument types: ${kind}`,
    );
  return computed(cast, type);
}

const construct =
  (signature: string): FunctionRule =>
  (call, context) => {
    const [first, second] = call.args.map((node) =>
      call.args.length > 2 ? null : context.expression(node),
    );
    const isPair =
      call.name === 'DATETIME' && first?.type.kind === 'DATE' && second?.type.kind === 'TIME';
    if (isPair) return computed(`(${first?.sql} + ${second?.sql})`, 'DATETIME');
    return compose(call, signature, context) ?? convert(call, context);
  };

/** STRING(timestamp), and of the other moments. */
const toText: FunctionRule = (call, context) => {
  const [first, zone] = call.args;
  if (first === undefined || call.args.length > 2) refuseCount(call, context);
  if (zone !== undefined) throw context.unsupported(zone.at, 'STRING in a time zone');
  const { sql, type } = context.expression(first);
  const isMoment = /^(DATE|TIME|DATETIME|TIMESTAMP)$/.test(type.kind);
  const text =
    isMoment && type.kind !== 'ARRAY' && type.kind !== 'STRUCT'
      ? castScalar(sql, type.kind, 'STRING')
      : null;
  if (text !== null) return computed(text, 'STRING');
  throw context.unsupported(call.at, `STRING of ${type.kind}`);
};

/** CURRENT_DATE and its kin: the beginning of the statement, the same all through it. */
const current =
  (type: MomentType): FunctionRule =>
  (call, context) => {
    const [zoneNode] = call.args;
    if (call.args.length > 1 || (zoneNode !== undefined && type === 'TIMESTAMP'))
      refuseCount(call, context);
    const zone = zoneNode === undefined ? null : plainArgument(zoneNode, 'STRING', call, context);
    return currentMoment(type, zone);
  };

const fromUnix = (unit: number) =>
  scalar(['INT64 -> TIMESTAMP'], ([count]) =>
    momentSql(`gs_timestamp_from(${count}, ${bigint(unit)})`, 'TIMESTAMP'),
  );

const toUnix = (unit: number) =>
  scalar(
    ['TIMESTAMP -> INT64'],
    ([moment]) => `gs_units_since(${microsSql(moment ?? '')}, ${bigint(unit)})`,
  );

function perType(): Record<string, FunctionRule> {
  const types: readonly MomentType[] = ['DATE', 'TIME', 'DATETIME', 'TIMESTAMP'];
  const rules = types.flatMap((type): [string, FunctionRule][] => [
    [`${type}_ADD`, moveFunction(type, false)],
    [`${type}_SUB`, moveFunction(type, true)],
    [`${type}_DIFF`, differenceFunction(type)],
    [`${type}_TRUNC`, truncateFunction(type)],
    [`FORMAT_${type}`, formatFunction(type)],
    [`PARSE_${type}`, parseFunction(type)],
    [`CURRENT_${type}`, current(type)],
  ]);
  return Object.fromEntries(rules);
}

export const momentFunctions: Readonly<Record<string, FunctionRule>> = {
  ...perType(),
  LAST_DAY: lastDay,
  DATE: construct('INT64, INT64, INT64 -> INT64'),
  TIME: construct('INT64, INT64, INT64 -> INT64'),
  DATETIME: construct('INT64, INT64, INT64, INT64, INT64, INT64 -> INT64'),
  TIMESTAMP: convert,
  STRING: toText,
  TIMESTAMP_SECONDS: fromUnix(units.SECONDS),
  TIMESTAMP_MILLIS: fromUnix(units.MILLIS),
  TIMESTAMP_MICROS: fromUnix(units.MICROS),
  UNIX_SECONDS: toUnix(units.SECONDS),
  UNIX_MILLIS: toUnix(units.MILLIS),
  UNIX_MICROS: toUnix(units.MICROS),
  UNIX_DATE: scalar(
    ['DATE -> INT64'],
    ([date]) => `gs_units_since(${microsSql(date ?? '')}, ${bigint(86_400_000_000)})`,
  ),
  DATE_FROM_UNIX_DATE: scalar(['INT64 -> DATE'], ([days]) =>
    momentSql(`gs_date_from_days(${days})`, 'DATE'),
  ),
};

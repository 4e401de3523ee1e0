import type { Context } from '../resolve/context.ts';
import { computed, type Value } from '../resolve/value.ts';
import type { Binary, Call, Expression, Interval } from '../syntax/expression.ts';
import { countable, divisible, expectPart, type MomentType, movable } from './date-part.ts';
import {
  inZone,
  microsSql,
  momentArgument,
  momentSql,
  plainArgument,
  zoneArgument,
} from './moment-sql.ts';
import type { FunctionRule } from './signature.ts';

interface Named {
  readonly name: string;
  readonly at: number;
}

interface Moment {
  readonly sql: string;
  readonly type: MomentType;
}

/** A moment some parts later, or earlier. */
function moveBy(
  moment: Moment,
  { interval, isBack }: { readonly interval: Interval; readonly isBack: boolean },
  call: Named,
  context: Context,
): Value {
  const count = plainArgument(interval.value, 'INT64', call, context);
  const { part: word } = interval;
  const node: Expression = { kind: 'path', names: [word], at: word.at };
  const part = expectPart(node, movable[moment.type], call, context);
  const signed = isBack ? `(-${count})` : count;
  const add = moment.type === 'TIME' ? 'gs_add_time' : 'gs_add';
  const sql = `${add}(${microsSql(moment.sql)}, ${signed}, '${part}')`;
  return computed(momentSql(sql, moment.type), moment.type);
}

/** DATE_ADD and its kin: a moment and an INTERVAL. */
export const moveFunction =
  (type: MomentType, isBack: boolean): FunctionRule =>
  (call, context) => {
    const [first, interval] = call.args;
    if (interval?.kind !== 'interval' || call.args.length !== 2) {
      throw context.error(call.at, `${call.name} needs a ${type} and an INTERVAL`);
    }
    const moment = momentArgument(first, type, call, context);
    return moveBy(moment, { interval, isBack }, call, context);
  };

/** moment + INTERVAL n part; a DATE becomes a DATETIME, as in GoogleSQL. */
export function addInterval({ operator, left, right, at }: Binary, context: Context): Value {
  const [node, interval] =
    left.kind === 'interval' && operator === '+' ? [right, left] : [left, right];
  if (interval.kind !== 'interval')
    throw context.unsupported(at, 'INTERVAL outside date arithmetic');
  const call = { name: `operator ${operator}`, at };
  const given = momentArgument(node, 'TIMESTAMP', call, context);
  const moment: Moment =
    given.type === 'DATE' ? { sql: `CAST(${given.sql} AS TIMESTAMP)`, type: 'DATETIME' } : given;
  return moveBy(moment, { interval, isBack: operator === '-' }, call, context);
}

/** DATE_DIFF and its kin: the ends of parts between two moments, or whole parts of TIMESTAMPs. */
export const differenceFunction =
  (type: MomentType): FunctionRule =>
  (call, context) => {
    const [later, earlier, word] = call.args;
    const given = [later, earlier].map((node) => momentArgument(node, type, call, context));
    const common = given.some((one) => one.type === 'TIMESTAMP')
      ? 'TIMESTAMP'
      : given.some((one) => one.type === 'DATETIME')
        ? 'DATETIME'
        : (given[0]?.type ?? type);
    if (given.some((one) => one.type !== common) && common === 'TIMESTAMP') {
      throw context.error(call.at, `No matching signature for function ${call.name}`);
    }
    const part = expectPart(word, countable[common], call, context);
    const name = common === 'TIMESTAMP' ? 'gs_elapsed' : 'gs_difference';
    const [to, from] = given.map(({ sql }) => microsSql(sql));
    return computed(`${name}(${to}, ${from}, '${part}')`, 'INT64');
  };

/** DATE_TRUNC and its kin: the beginning of the part in which a moment lies. */
export const truncateFunction =
  (type: MomentType): FunctionRule =>
  (call, context) => {
    const [first, word, zoneNode] = call.args;
    const moment = momentArgument(first, type, call, context);
    const part = expectPart(word, divisible[moment.type], call, context);
    if (zoneNode !== undefined)
      throw context.unsupported(zoneNode.at, `${call.name} in a time zone`);
    return computed(
      momentSql(`gs_truncate(${microsSql(moment.sql)}, '${part}')`, moment.type),
      moment.type,
    );
  };

/** LAST_DAY(date, part): MONTH where no part is given. */
export const lastDay: FunctionRule = (call, context) => {
  const [first, word] = call.args;
  const moment = momentArgument(first, 'DATE', call, context);
  const known = divisible.DATE.filter((part) => part !== 'DAY');
  const part = word === undefined ? 'MONTH' : expectPart(word, known, call, context);
  if (moment.type === 'TIMESTAMP')
    throw context.error(call.at, 'No matching signature for function LAST_DAY');
  return computed(momentSql(`gs_last_day(${microsSql(moment.sql)}, '${part}')`, 'DATE'), 'DATE');
};

/** SAFE would take a format that isn't supported for a failure of BigQuery's. */
function refuseOpenFormat({ safe, name, args, at }: Call, context: Context): void {
  if (safe && args[0]?.kind !== 'literal') {
    throw context.unsupported(at, `SAFE.${name} with a format that is no literal`);
  }
}

/** FORMAT_DATE and its kin. In another time zone than UTC the elements of zones have no meaning here. */
export const formatFunction =
  (type: MomentType): FunctionRule =>
  (call, context) => {
    const [format, first, zoneNode] = call.args;
    if (format === undefined) throw context.error(call.at, `${call.name} needs a format`);
    refuseOpenFormat(call, context);
    const text = plainArgument(format, 'STRING', call, context);
    const moment = momentArgument(first, type, call, context);
    const zone = type === 'TIMESTAMP' ? zoneArgument(zoneNode, call, context) : null;
    const isLocal = zone !== null || moment.type !== 'TIMESTAMP';
    const sql = zone === null ? moment.sql : inZone(moment.sql, zone);
    const kind = isLocal && moment.type === 'TIMESTAMP' ? 'DATETIME' : moment.type;
    return computed(`gs_format_moment(${text}, ${microsSql(sql)}, '${kind}')`, 'STRING');
  };

/** PARSE_DATE and its kin. */
export const parseFunction =
  (type: MomentType): FunctionRule =>
  (call, context) => {
    const [format, text, zone] = call.args;
    if (format === undefined || text === undefined) {
      throw context.error(call.at, `${call.name} needs a format and a text`);
    }
    if (zone !== undefined) throw context.unsupported(zone.at, `${call.name} in a time zone`);
    refuseOpenFormat(call, context);
    const sqls = [format, text].map((node) => plainArgument(node, 'STRING', call, context));
    return computed(momentSql(`gs_parse_moment(${sqls.join(', ')}, '${type}')`, type), type);
  };

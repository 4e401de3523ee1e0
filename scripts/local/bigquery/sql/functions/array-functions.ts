import { unify } from '../resolve/compare.ts';
import { computed } from '../resolve/value.ts';
import { expectPart, movable } from './date-part.ts';
import { microsSql, momentArgument, momentSql, plainArgument } from './moment-sql.ts';
import { type FunctionRule, scalar } from './signature.ts';

const one = 'CAST(1 AS BIGINT)';

const arrayConcat: FunctionRule = ({ name, args, at }, context) => {
  const values = args.map((node) => context.expression(node));
  const { sqls, type } = unify(`function ${name}`, values, at, context);
  if (type.kind !== 'ARRAY') throw context.error(at, 'ARRAY_CONCAT needs arrays');
  const isNull = sqls.map((sql) => `${sql} IS NULL`).join(' OR ');
  return computed(`(CASE WHEN ${isNull} THEN NULL ELSE flatten([${sqls.join(', ')}]) END)`, type);
};

/** NULLs are left out, or stand as the third argument says. */
const arrayToString = scalar(['ARRAY<STRING>, STRING, STRING? -> STRING'], ([list, by, filler]) => {
  if (filler === undefined) return `array_to_string(${list}, ${by})`;
  return `array_to_string(list_transform(${list}, lambda e: coalesce(e, ${filler})), ${by})`;
});

/** GENERATE_DATE_ARRAY(first, last, INTERVAL n part): a day apart where nothing is said. */
const generateDates: FunctionRule = (call, context) => {
  const [from, to, interval] = call.args;
  if (interval !== undefined && interval.kind !== 'interval') {
    throw context.error(interval.at, 'GENERATE_DATE_ARRAY needs an INTERVAL as its third argument');
  }
  const [first, last] = [from, to].map((node) => momentArgument(node, 'DATE', call, context));
  const word = interval?.part ?? { text: 'DAY', at: call.at };
  const node = { kind: 'path' as const, names: [word], at: word.at };
  const part = expectPart(node, movable.DATE, call, context);
  const count =
    interval === undefined ? one : plainArgument(interval.value, 'INT64', call, context);
  const bounds = [first, last].map((moment) => microsSql(moment?.sql ?? ''));
  const list = `CAST(CAST(gs_moments(${bounds.join(', ')}, ${count}, '${part}') AS JSON) AS BIGINT[])`;
  const dates = `list_transform(${list}, lambda e: ${momentSql('e', 'DATE')})`;
  return computed(dates, { kind: 'ARRAY', element: { kind: 'DATE' } });
};

export const arrayFunctions: Readonly<Record<string, FunctionRule>> = {
  ARRAY_LENGTH: scalar(['ARRAY<T> -> INT64'], ([list]) => `len(${list})`),
  ARRAY_REVERSE: scalar(['ARRAY<T> -> ARRAY<T>'], ([list]) => `list_reverse(${list})`),
  ARRAY_CONCAT: arrayConcat,
  ARRAY_TO_STRING: arrayToString,
  GENERATE_DATE_ARRAY: generateDates,
  GENERATE_ARRAY: scalar(
    ['INT64, INT64, INT64? -> ARRAY<INT64>'],
    ([from, to, step = one]) => `generate_series(${from}, ${to}, gs_step(${step}))`,
  ),
};

import type { ScalarName } from '../../google-type.ts';
import { type Arguments, aggregate, refuseModifiers } from './aggregate.ts';
import type { AggregateRule } from './aggregate-rule.ts';
import { arrayAgg, arrayConcatAgg, stringAgg } from './list-aggregates.ts';

const each = (result: 'same' | ScalarName, ...kinds: readonly ScalarName[]) =>
  kinds.map((kind) => `${kind} -> ${result === 'same' ? kind : result}`);

const asInteger = (sql: string) => `CAST(${sql} AS BIGINT)`;
const firstOf = ({ sqls, distinct }: Arguments) => `${distinct}${sqls[0]}`;

/** NaN outweighs every number. */
const extreme = (name: 'min' | 'max') =>
  aggregate(['T -> T'], ['DISTINCT'], ({ sqls: [x = ''], type }, call, context) => {
    if (/^(ARRAY|STRUCT|JSON)$/.test(type.kind)) {
      throw context.error(
        call.at,
        `${call.name} is not defined for arguments of type ${type.kind}`,
      );
    }
    if (type.kind !== 'FLOAT64') return { call: `${name}(${x})` };
    const finish = (sql: string) => `list_extract(${sql}, 2)`;
    const rank = name === 'min' ? `isnan(${x})` : `NOT isnan(${x})`;
    return {
      call: `${name}([CASE WHEN ${rank} THEN 0e0 ELSE 1e0 END, ${x}])`,
      filter: `${x} IS NOT NULL`,
      finish,
    };
  });

/** MAX_BY(x, y): x of the row in which y is greatest. Rows without y don't count. */
function extremeBy(name: 'arg_min_null' | 'arg_max_null'): AggregateRule {
  return {
    needsWindow: false,
    plan: (call, context) => {
      refuseModifiers(call, [], context);
      const [value, rank] = call.args.map((node) => context.expression(node));
      if (value === undefined || rank === undefined || call.args.length !== 2) {
        const message = `Number of arguments does not match for aggregate function ${call.name}`;
        throw context.error(call.at, message);
      }
      if (/^(ARRAY|STRUCT|JSON|FLOAT64)$/.test(rank.type.kind)) {
        throw context.unsupported(call.at, `${call.name} ordered by ${rank.type.kind}`);
      }
      const sql = `${name}(${value.sql}, ${rank.sql})`;
      return { call: sql, filter: null, type: value.type, finish: (whole) => whole };
    },
  };
}

const count: AggregateRule = {
  needsWindow: false,
  plan: (call, context) => {
    if (!call.star) return countOf.plan(call, context);
    return { call: 'count(*)', filter: null, type: { kind: 'INT64' }, finish: (sql) => sql };
  },
};

const countOf = aggregate(['ANY -> INT64'], ['DISTINCT'], (given) => ({
  call: `count(${firstOf(given)})`,
}));

/** DuckDB's mean of decimals is a float, so the values are added up here. */
const averageNumeric = (sql: string) =>
  `CAST(gs_average_numeric(array_to_string(${sql}, ' ')) AS DECIMAL(38,9))`;

const plain = (name: string, signatures: readonly string[], finish = (sql: string) => sql) =>
  aggregate(signatures, ['DISTINCT'], (given) => ({ call: `${name}(${firstOf(given)})`, finish }));

export const aggregateFunctions: Readonly<Record<string, AggregateRule>> = {
  COUNT: count,
  COUNTIF: aggregate(['BOOL -> INT64'], [], ({ sqls }) => ({
    call: 'count(*)',
    filter: sqls[0] ?? null,
  })),
  SUM: aggregate(each('same', 'INT64', 'FLOAT64', 'NUMERIC'), ['DISTINCT'], (given) => ({
    call: `sum(${firstOf(given)})`,
    finish: given.type.kind === 'INT64' ? asInteger : (sql) => sql,
  })),
  AVG: aggregate(
    ['INT64 -> FLOAT64', 'FLOAT64 -> FLOAT64', 'NUMERIC -> NUMERIC'],
    ['DISTINCT'],
    (given) =>
      given.type.kind === 'NUMERIC'
        ? {
            call: `list(${firstOf(given)})`,
            filter: `${given.sqls[0]} IS NOT NULL`,
            finish: averageNumeric,
          }
        : { call: `avg(${firstOf(given)})` },
  ),
  MIN: extreme('min'),
  MAX: extreme('max'),
  MIN_BY: extremeBy('arg_min_null'),
  MAX_BY: extremeBy('arg_max_null'),
  ANY_VALUE: aggregate(['T -> T'], [], ({ sqls }) => ({ call: `any_value(${sqls[0]})` })),
  LOGICAL_AND: plain('bool_and', ['BOOL -> BOOL']),
  LOGICAL_OR: plain('bool_or', ['BOOL -> BOOL']),
  BIT_AND: plain('bit_and', ['INT64 -> INT64']),
  BIT_OR: plain('bit_or', ['INT64 -> INT64']),
  BIT_XOR: plain('bit_xor', ['INT64 -> INT64']),
  /** Exact, as BigQuery's is, too, while there are few values. */
  APPROX_COUNT_DISTINCT: aggregate(['ANY -> INT64'], [], ({ sqls }) => ({
    call: `count(DISTINCT ${sqls[0]})`,
  })),
  ARRAY_AGG: arrayAgg,
  ARRAY_CONCAT_AGG: arrayConcatAgg,
  STRING_AGG: stringAgg,
};

import { type FunctionRule, scalar } from './signature.ts';

const numbers = ['INT64', 'FLOAT64', 'NUMERIC'];
const same = numbers.map((kind) => `${kind} -> ${kind}`);
const pairs = numbers.map((kind) => `${kind}, ${kind} -> ${kind}`);
const asText = (sql: string | undefined) => `CAST(${sql} AS VARCHAR)`;
const asNumeric = (sql: string) => `CAST(${sql} AS DECIMAL(38,9))`;

/** A function of the runtime on one or two numbers, under a name for each type. */
const byType = (name: string, signatures: readonly string[]) =>
  scalar(signatures, (args, { kind }) =>
    kind === 'NUMERIC'
      ? asNumeric(`gs_${name}_numeric(${args.map(asText).join(', ')})`)
      : `gs_${name}_${kind === 'INT64' ? 'int' : 'float'}(${args.join(', ')})`,
  );

/** FLOAT64 also for whole numbers. */
const rounding = (name: string) =>
  scalar(['INT64 -> FLOAT64', 'FLOAT64 -> FLOAT64', 'NUMERIC -> NUMERIC'], ([x], { kind }) =>
    kind === 'NUMERIC'
      ? asNumeric(`gs_${name}_numeric(${asText(x)})`)
      : `gs_${name}_float(CAST(${x} AS DOUBLE))`,
  );

const digits = (name: string) =>
  scalar(
    ['INT64, INT64? -> FLOAT64', 'FLOAT64, INT64? -> FLOAT64', 'NUMERIC, INT64? -> NUMERIC'],
    ([x, count = 'CAST(0 AS BIGINT)'], { kind }) =>
      kind === 'NUMERIC'
        ? asNumeric(`gs_${name}_numeric(${asText(x)}, ${count})`)
        : `gs_${name}_float(CAST(${x} AS DOUBLE), ${count})`,
  );

const float = (name: string) => scalar(['FLOAT64 -> FLOAT64'], ([x]) => `gs_${name}(${x})`);

export const mathFunctions: Readonly<Record<string, FunctionRule>> = {
  ABS: byType('abs', same),
  SIGN: scalar(
    same,
    ([x], { kind }) =>
      `CAST(sign(${x}) AS ${kind === 'INT64' ? 'BIGINT' : kind === 'NUMERIC' ? 'DECIMAL(38,9)' : 'DOUBLE'})`,
  ),
  ROUND: digits('round'),
  TRUNC: digits('truncate'),
  CEIL: rounding('ceiling'),
  CEILING: rounding('ceiling'),
  FLOOR: rounding('floor'),
  MOD: byType('modulo', ['INT64, INT64 -> INT64', 'NUMERIC, NUMERIC -> NUMERIC']),
  DIV: byType('quotient', ['INT64, INT64 -> INT64', 'NUMERIC, NUMERIC -> NUMERIC']),
  SAFE_DIVIDE: byType('safe_divide', [
    'FLOAT64, FLOAT64 -> FLOAT64',
    'NUMERIC, NUMERIC -> NUMERIC',
  ]),
  SAFE_ADD: byType('safe_add', pairs),
  SAFE_SUBTRACT: byType('safe_subtract', pairs),
  SAFE_MULTIPLY: byType('safe_multiply', pairs),
  SAFE_NEGATE: byType('safe_negate', same),
  IEEE_DIVIDE: scalar(
    ['FLOAT64, FLOAT64 -> FLOAT64'],
    (args) => `gs_ieee_divide(${args.join(', ')})`,
  ),
  SQRT: float('sqrt'),
  EXP: float('exp'),
  LN: float('ln'),
  LOG10: float('log10'),
  LOG: scalar(['FLOAT64, FLOAT64? -> FLOAT64'], (args) =>
    args.length === 1 ? `gs_ln(${args[0]})` : `gs_log(${args.join(', ')})`,
  ),
  POW: scalar(['FLOAT64, FLOAT64 -> FLOAT64'], (args) => `gs_power(${args.join(', ')})`),
  POWER: scalar(['FLOAT64, FLOAT64 -> FLOAT64'], (args) => `gs_power(${args.join(', ')})`),
  IS_NAN: scalar(['FLOAT64 -> BOOL'], ([x]) => `isnan(${x})`),
  IS_INF: scalar(['FLOAT64 -> BOOL'], ([x]) => `isinf(${x})`),
  RAND: scalar([' -> FLOAT64'], () => 'random()'),
};

import type { ScalarName } from '../../google-type.ts';
import { addInterval } from '../functions/moment-arithmetic.ts';
import { matchSignature } from '../functions/signature.ts';
import type { Binary, Expression, Is, Unary } from '../syntax/expression.ts';
import { coerce } from './coerce.ts';
import { compare, unify } from './compare.ts';
import { concatenate } from './concatenate.ts';
import type { Context } from './context.ts';
import { computed, type Value } from './value.ts';

/** Arithmetic of floats and decimals is the runtime's: DuckDB's neither fails nor rounds alike. */
const arithmetic: Readonly<Record<string, { integer: string | null; name: string }>> = {
  '+': { integer: '+', name: 'add' },
  '-': { integer: '-', name: 'subtract' },
  '*': { integer: '*', name: 'multiply' },
  '/': { integer: null, name: 'divide' },
};
const bitwise: Readonly<Record<string, string>> = { '|': '|', '&': '&' };
const comparisons = ['=', '!=', '<', '<=', '>', '>='];

function printArithmetic(operator: string, type: ScalarName, [a = '', b = '']: readonly string[]) {
  const { integer, name } = arithmetic[operator] ?? { integer: null, name: '' };
  if (type === 'INT64') return `(${a} ${integer} ${b})`;
  if (type === 'FLOAT64') return `gs_${name}_float(${a}, ${b})`;
  const text = `gs_${name}_numeric(CAST(${a} AS VARCHAR), CAST(${b} AS VARCHAR))`;
  return `CAST(${text} AS DECIMAL(38,9))`;
}

function refuseNull(
  operator: string,
  operands: readonly Expression[],
  at: number,
  context: Context,
): void {
  if (!operands.some(({ kind }) => kind === 'null')) return;
  throw context.error(at, `Operands of ${operator.replace('NOT ', '')} cannot be literal NULL`);
}

function resolveArithmetic(node: Binary, context: Context): Value {
  const { operator, at } = node;
  const isSum = operator === '+' || operator === '-';
  if (isSum && (node.right.kind === 'interval' || node.left.kind === 'interval')) {
    return addInterval(node, context);
  }
  const values = [context.expression(node.left), context.expression(node.right)];
  const kinds: readonly ScalarName[] =
    operator === '/' ? ['FLOAT64', 'NUMERIC'] : ['INT64', 'NUMERIC', 'FLOAT64'];
  const dates = isSum ? ['DATE, INT64 -> DATE'] : [];
  if (operator === '+') dates.push('INT64, DATE -> DATE');
  const signatures = [...kinds.map((kind) => `${kind}, ${kind} -> ${kind}`), ...dates];
  const match = matchSignature({ name: `operator ${operator}`, signatures, at }, values, context);
  const { kind } = match.type;
  if (kind === 'DATE') {
    const [a = '', b = ''] =
      values[0]?.type.kind === 'INT64' ? match.sqls.toReversed() : match.sqls;
    const count = operator === '-' ? `(-${b})` : b;
    return computed(
      `CAST(make_timestamp(gs_add(epoch_us(${a}), ${count}, 'DAY')) AS DATE)`,
      'DATE',
    );
  }
  return computed(printArithmetic(operator, kind as ScalarName, match.sqls), match.type);
}

function resolveBits({ operator, left, right, at }: Binary, context: Context): Value {
  const values = [context.expression(left), context.expression(right)];
  const signatures = ['INT64, INT64 -> INT64'];
  const { sqls } = matchSignature(
    { name: `operator ${operator}`, signatures, at },
    values,
    context,
  );
  const [a, b] = sqls;
  if (operator === '^') return computed(`xor(${a}, ${b})`, 'INT64');
  if (operator === '<<') return computed(`gs_shift_left(${a}, ${b})`, 'INT64');
  if (operator === '>>') return computed(`gs_shift_right(${a}, ${b})`, 'INT64');
  return computed(`(${a} ${bitwise[operator]} ${b})`, 'INT64');
}

function resolveLogic({ operator, left, right, at }: Binary, context: Context): Value {
  const values = [context.expression(left), context.expression(right)];
  const signatures = ['BOOL, BOOL -> BOOL'];
  const { sqls } = matchSignature(
    { name: `operator ${operator}`, signatures, at },
    values,
    context,
  );
  return computed(`(${sqls.join(` ${operator} `)})`, 'BOOL');
}

/** A backslash takes the meaning from the character after it. */
function resolveLike({ operator, left, right, at }: Binary, context: Context): Value {
  const values = [context.expression(left), context.expression(right)];
  const signatures = ['STRING, STRING -> BOOL'];
  const { sqls } = matchSignature({ name: 'operator LIKE', signatures, at }, values, context);
  return computed(`(${sqls[0]} ${operator} gs_like_pattern(${sqls[1]}) ESCAPE '\\')`, 'BOOL');
}

function resolveDistinct({ operator, left, right, at }: Binary, context: Context): Value {
  const values = [context.expression(left), context.expression(right)];
  const { sqls, type } = unify(`operator ${operator}`, values, at, context);
  if (type.kind === 'ARRAY' || type.kind === 'STRUCT' || type.kind === 'JSON') {
    throw context.unsupported(at, `The operator ${operator} for ${type.kind}`);
  }
  return computed(`(${sqls.join(` ${operator} `)})`, 'BOOL');
}

export function resolveBinary(node: Binary, context: Context): Value {
  const { operator, left, right, at } = node;
  if (operator === 'AND' || operator === 'OR') return resolveLogic(node, context);
  if (operator.endsWith('DISTINCT FROM')) return resolveDistinct(node, context);
  refuseNull(operator, [left, right], at, context);
  if (comparisons.includes(operator)) {
    return compare(operator, [context.expression(left), context.expression(right)], at, context);
  }
  if (operator in arithmetic) return resolveArithmetic(node, context);
  if (operator === '||') return concatenate(node, context);
  if (operator.endsWith('LIKE')) return resolveLike(node, context);
  return resolveBits(node, context);
}

export function resolveUnary({ operator, operand, at }: Unary, context: Context): Value {
  if (operator !== 'NOT') refuseNull(operator, [operand], at, context);
  const value = context.expression(operand);
  if (operator === '+') return value;
  const signatures =
    operator === 'NOT'
      ? ['BOOL -> BOOL']
      : operator === '~'
        ? ['INT64 -> INT64']
        : ['INT64 -> INT64', 'FLOAT64 -> FLOAT64', 'NUMERIC -> NUMERIC'];
  const { sqls, type } = matchSignature(
    { name: `operator ${operator}`, signatures, at },
    [value],
    context,
  );
  return computed(`(${operator} ${sqls[0]})`, type);
}

export function resolveIs({ value, what, negated, at }: Is, context: Context): Value {
  const given = context.expression(value);
  const not = negated ? 'NOT ' : '';
  if (what === 'NULL') return computed(`(${given.sql} IS ${not}NULL)`, 'BOOL');
  const sql = coerce(given, { kind: 'BOOL' });
  if (sql === null) throw context.error(at, `No matching signature for operator IS ${what}`);
  return computed(`(${sql} IS ${not}${what})`, 'BOOL');
}

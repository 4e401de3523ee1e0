import { compare, unify } from '../resolve/compare.ts';
import type { Context } from '../resolve/context.ts';
import { computed } from '../resolve/value.ts';
import type { Call } from '../syntax/expression.ts';
import { type FunctionRule, matchSignature, scalar } from './signature.ts';

/** The first value wins that stands before all others; NULL and NaN win over everything. */
function extreme(operator: '<' | '>'): FunctionRule {
  return (call: Call, context: Context) => {
    const { name, args, at } = call;
    const values = args.map((node) => context.expression(node));
    const [first] = values;
    if (first === undefined)
      throw context.error(at, `No matching signature for function ${name} with no arguments`);
    compare(operator, [first, first], at, context);
    const { sqls, type } = unify(`function ${name}`, values, at, context);
    const isNull = sqls.map((sql) => `${sql} IS NULL`).join(' OR ');
    const isNan = sqls.map((sql) => `isnan(${sql})`).join(' OR ');
    const nan = type.kind === 'FLOAT64' ? ` WHEN ${isNan} THEN CAST('nan' AS DOUBLE)` : '';
    const pick = `${operator === '<' ? 'least' : 'greatest'}(${sqls.join(', ')})`;
    return computed(`(CASE WHEN ${isNull} THEN NULL${nan} ELSE ${pick} END)`, type);
  };
}

const nullIf: FunctionRule = ({ name, args, at }, context) => {
  const [a, b] = args.map((node) => context.expression(node));
  if (a === undefined || b === undefined || args.length !== 2) {
    throw context.error(
      at,
      `No matching signature for function ${name} with ${args.length} arguments`,
    );
  }
  const { sqls, type } = unify(`function ${name}`, [a, b], at, context);
  const equal = compare('=', [a, b], at, context).sql;
  return computed(`(CASE WHEN ${equal} THEN NULL ELSE ${sqls[0]} END)`, type);
};

/** ERROR('…') has no type of its own. */
const raise: FunctionRule = ({ name, args, at }, context) => {
  const values = args.map((node) => context.expression(node));
  const signatures = ['STRING -> INT64'];
  const { sqls, type } = matchSignature({ name, signatures, at }, values, context);
  return computed(`CAST(gs_error(${sqls[0]}) AS BIGINT)`, type);
};

export const conditionalFunctions: Readonly<Record<string, FunctionRule>> = {
  IF: scalar(
    ['BOOL, T, T -> T'],
    ([when, then, otherwise]) => `(CASE WHEN ${when} THEN ${then} ELSE ${otherwise} END)`,
  ),
  IFNULL: scalar(['T, T -> T'], (args) => `coalesce(${args.join(', ')})`),
  COALESCE: scalar(['T... -> T'], (args) => `coalesce(${args.join(', ')})`),
  NULLIF: nullIf,
  GREATEST: extreme('>'),
  LEAST: extreme('<'),
  ERROR: raise,
};

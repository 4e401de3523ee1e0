import { unify } from '../resolve/compare.ts';
import { computed } from '../resolve/value.ts';
import { type FunctionRule, scalar } from './signature.ts';

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

const one = 'CAST(1 AS BIGINT)';

export const arrayFunctions: Readonly<Record<string, FunctionRule>> = {
  ARRAY_LENGTH: scalar(['ARRAY<T> -> INT64'], ([list]) => `len(${list})`),
  ARRAY_REVERSE: scalar(['ARRAY<T> -> ARRAY<T>'], ([list]) => `list_reverse(${list})`),
  ARRAY_CONCAT: arrayConcat,
  ARRAY_TO_STRING: arrayToString,
  GENERATE_ARRAY: scalar(
    ['INT64, INT64, INT64? -> ARRAY<INT64>'],
    ([from, to, step = one]) => `generate_series(${from}, ${to}, gs_step(${step}))`,
  ),
};

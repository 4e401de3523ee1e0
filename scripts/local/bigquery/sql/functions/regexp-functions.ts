import type { Context } from '../resolve/context.ts';
import { computed, type Value } from '../resolve/value.ts';
import type { Call } from '../syntax/expression.ts';
import { type FunctionRule, matchSignature, scalar } from './signature.ts';

/** DuckDB's regular expressions are RE2's, as BigQuery's are. */
const groups = (pattern: string) =>
  (pattern.replaceAll(/\\[\s\S]|\[\^?\]?[^\]]*\]/g, '').match(/\((?!\?(?!P?<[A-Za-z]))/g) ?? [])
    .length;

/** What a pattern extracts depends on its group, so that it has to be at hand. */
function groupOf(pattern: Value | undefined, call: Call, context: Context): number {
  const { literal } = pattern ?? { literal: null };
  if (literal?.type !== 'STRING') {
    throw context.unsupported(call.at, `${call.name} by a pattern that is no literal`);
  }
  const count = groups(literal.text);
  if (count <= 1) return count;
  throw context.error(
    call.at,
    'Regular expressions passed into extraction functions must not have more than 1 capturing group',
  );
}

/** NULL where the pattern, or its group, matches nothing. */
const extract: FunctionRule = (call, context) => {
  const { name, args, at } = call;
  if (args.length > 2) throw context.unsupported(at, `${name} from a position`);
  const values = args.map((node) => context.expression(node));
  const signatures = ['STRING, STRING -> STRING'];
  const { sqls, type } = matchSignature({ name, signatures, at }, values, context);
  const group = groupOf(values[1], call, context);
  const [text, pattern] = sqls;
  const list = `regexp_extract_all(${text}, ${pattern}, ${group})`;
  return computed(`list_extract(${list}, 1)`, type);
};

const extractAll: FunctionRule = (call, context) => {
  const { name, args, at } = call;
  const values = args.map((node) => context.expression(node));
  const signatures = ['STRING, STRING -> ARRAY<STRING>'];
  const { sqls, type } = matchSignature({ name, signatures, at }, values, context);
  const group = groupOf(values[1], call, context);
  return computed(`regexp_extract_all(${sqls.join(', ')}, ${group})`, type);
};

export const regexpFunctions: Readonly<Record<string, FunctionRule>> = {
  REGEXP_CONTAINS: scalar(
    ['STRING, STRING -> BOOL'],
    (args) => `regexp_matches(${args.join(', ')})`,
  ),
  REGEXP_EXTRACT: extract,
  REGEXP_EXTRACT_ALL: extractAll,
  REGEXP_REPLACE: scalar(
    ['STRING, STRING, STRING -> STRING'],
    (args) => `regexp_replace(${args.join(', ')}, 'g')`,
  ),
};

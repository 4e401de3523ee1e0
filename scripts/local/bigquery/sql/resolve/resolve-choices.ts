import type { Between, Case, Expression, In } from '../syntax/expression.ts';
import type { Query } from '../syntax/query.ts';
import { coerce } from './coerce.ts';
import { compare, compareSql, unify } from './compare.ts';
import type { Context } from './context.ts';
import { supertype } from './supertype.ts';
import { computed, nullValue, type Value } from './value.ts';

const negate = (sql: string, negated: boolean) => computed(negated ? `(NOT ${sql})` : sql, 'BOOL');

export function resolveBetween(
  { value, low, high, negated, at }: Between,
  context: Context,
): Value {
  const [middle, least, most] = [value, low, high].map((node) => context.expression(node));
  if (middle === undefined || least === undefined || most === undefined)
    throw new Error('Unreachable');
  const above = compare('>=', [middle, least], at, context);
  const below = compare('<=', [middle, most], at, context);
  return negate(`(${above.sql} AND ${below.sql})`, negated);
}

/** A condition of type BOOL; NULL counts as one. */
export function conditionSql(node: Expression, context: Context, what: string): string {
  const value = context.expression(node);
  const sql = coerce(value, { kind: 'BOOL' });
  if (sql !== null) return sql;
  throw context.error(node.at, `${what} should return type BOOL, but returns ${value.type.kind}`);
}

export function resolveCase({ operand, branches, otherwise, at }: Case, context: Context): Value {
  const subject = operand === null ? null : context.expression(operand);
  const conditions = branches.map(({ when }) =>
    subject === null
      ? conditionSql(when, context, 'CASE expression')
      : compare('=', [subject, context.expression(when)], when.at, context).sql,
  );
  const results = branches.map(({ value }) => context.expression(value));
  results.push(otherwise === null ? nullValue : context.expression(otherwise));
  const { sqls, type } = unify('operator CASE', results, at, context);
  const cases = conditions.map((condition, index) => `WHEN ${condition} THEN ${sqls[index]}`);
  return computed(`(CASE ${cases.join(' ')} ELSE ${sqls.at(-1)} END)`, type);
}

function resolveInList(value: Value, items: readonly Value[], at: number, context: Context) {
  const type = supertype([value, ...items]);
  const subject = type === null ? null : coerce(value, type);
  const plain = type !== null && type.kind !== 'FLOAT64' && type.kind !== 'STRUCT';
  if (!plain || subject === null || compareSql('=', '', '', type) === null) {
    const equal = items.map((item) => compare('=', [value, item], at, context).sql);
    return `(${equal.join(' OR ')})`;
  }
  return `(${subject} IN (${items.map((item) => coerce(item, type) ?? item.sql).join(', ')}))`;
}

/** Whether a value is among the rows of a query of one column, c1. */
function resolveInRows(value: Value, rows: Value, query: string, [node, context]: [In, Context]) {
  const type = supertype([value, rows]);
  const alias = context.notes.newName('q');
  const item = { ...rows, sql: `${alias}.c1`, parts: null, literal: null };
  if (type === null || compareSql('=', '', '', type) === null) {
    compare('=', [value, item], node.at, context);
    throw context.unsupported(node.at, `IN for ${value.type.kind}`);
  }
  if (type.kind === 'FLOAT64' || type.kind === 'STRUCT') {
    throw context.unsupported(node.at, `IN of a query or an array for ${type.kind}`);
  }
  const sql = `SELECT ${coerce(item, type) ?? item.sql} FROM (${query}) AS ${alias}`;
  return `(${coerce(value, type) ?? value.sql} IN (${sql}))`;
}

function resolveInQuery(value: Value, query: Query, node: In, context: Context): string {
  const inner = context.query(query, true);
  const [column] = inner.columns;
  if (column === undefined || inner.columns.length !== 1) {
    throw context.error(node.at, 'Subquery of type IN must have only one output column');
  }
  return resolveInRows(value, column.value, inner.sql, [node, context]);
}

/**
 * The same answer as from the rows of the array, at less cost where nothing is worked out twice: NULL
 * or an empty array holds nothing; whether NULL is in it, or something among NULLs, is not known.
 */
const inListSql = (value: string, list: string) =>
  `(CASE WHEN coalesce(len(${list}), 0) = 0 THEN false WHEN list_contains(${list}, ${value}) THEN true WHEN ${value} IS NULL OR list_count(${list}) < len(${list}) THEN NULL ELSE false END)`;

/** Types whose values are equal in a list where `=` says so. */
const plainKinds: readonly string[] = ['STRING', 'INT64', 'BOOL', 'DATE'];

/** IN UNNEST(array): NULL or an empty array holds nothing. */
function resolveInArray(value: Value, array: Value, node: In, context: Context): string {
  if (array.type.kind !== 'ARRAY') {
    const message = `Second argument of IN UNNEST must be an array but was ${array.type.kind}`;
    throw context.error(node.at, message);
  }
  const { element } = array.type;
  const isPlain = element.kind === value.type.kind && plainKinds.includes(element.kind);
  if (isPlain && array.isParameter && value.simple) return inListSql(value.sql, array.sql);
  const rows = { ...computed('', element), untyped: array.untyped };
  return resolveInRows(value, rows, `SELECT unnest(${array.sql}) AS c1`, [node, context]);
}

export function resolveIn(node: In, context: Context): Value {
  const value = context.expression(node.value);
  const { among, at, negated } = node;
  if (among.kind === 'query') {
    return negate(resolveInQuery(value, among.query, node, context), negated);
  }
  if (among.kind === 'array') {
    return negate(resolveInArray(value, context.expression(among.array), node, context), negated);
  }
  const items = among.items.map((item) => context.expression(item));
  return negate(resolveInList(value, items, at, context), negated);
}

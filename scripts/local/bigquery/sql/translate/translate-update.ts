import { quoteName } from '../../duckdb-type.ts';
import { relationOf } from '../../table-name.ts';
import type { Context } from '../resolve/context.ts';
import { refuseSameAlias } from '../resolve/from-result.ts';
import { conditionSql } from '../resolve/resolve-choices.ts';
import { resolveFrom } from '../resolve/resolve-from.ts';
import { sameName } from '../resolve/scope.ts';
import type { Assignment, Delete, Truncate, Update } from '../syntax/statement.ts';
import { assignSql } from './store-value.ts';
import {
  rangeScope,
  requireColumn,
  requireTarget,
  type Target,
  targetRange,
} from './target-table.ts';
import type { Translation } from './translation.ts';

/** The columns that are set, each once, with the SQL of their values. */
export function resolveAssignments(
  assignments: readonly Assignment[],
  target: Target,
  context: Context,
): { readonly name: string; readonly sql: string }[] {
  return assignments.map(({ column: given, value }, index) => {
    const isRepeated = assignments
      .slice(0, index)
      .some(({ column }) => sameName(column.text, given.text));
    if (isRepeated)
      throw context.error(given.at, `Update item ${given.text} assigned more than once`);
    const column = requireColumn(target, given, context);
    return { name: quoteName(column.name), sql: assignSql(value, column, context) };
  });
}

/** What fails when a row would be changed from more than one row. */
export const matchedTwice =
  "CAST(gs_error('UPDATE/MERGE must match at most one source row for each target row') AS BIGINT)";

/** UPDATE … FROM: the new values are found first, and a row that has two of them is an error. */
function updateFrom(node: Update, target: Target, context: Context): string {
  const { notes } = context;
  const [row, found, changed] = [notes.newName('t'), notes.newName('m'), notes.newName('t')];
  const relation = relationOf(target.name);
  const range = targetRange(target, node.alias?.text ?? target.name.table, row);
  const left = { sql: `${relation} AS ${row}`, columns: range.columns, ranges: [range] };
  if (node.from === null) throw new Error('There is no FROM.');
  const from = resolveFrom(node.from, context, null);
  refuseSameAlias(left, from, node.at, context);
  const scope = {
    ...rangeScope([range]),
    columns: [...range.columns, ...from.columns],
    ranges: [range, ...from.ranges],
  };
  const inside = context.with({ scope });
  const where = conditionSql(node.where, inside.at('WHERE clause'), 'WHERE clause');
  const sets = resolveAssignments(node.assignments, target, inside.at('UPDATE SET clause'));
  const values = sets.map(({ sql }, index) => `${sql} AS v${index + 1}`);
  const key = `CASE WHEN count(*) OVER (PARTITION BY ${row}.rowid) > 1 THEN ${matchedTwice} ELSE ${row}.rowid END AS r`;
  const source = `SELECT ${[key, ...values].join(', ')} FROM ${left.sql} CROSS JOIN ${from.sql} WHERE ${where}`;
  const list = sets.map(({ name }, index) => `${name} = ${found}.v${index + 1}`).join(', ');
  return `UPDATE ${relation} AS ${changed} SET ${list} FROM (${source}) AS ${found} WHERE ${changed}.rowid = ${found}.r`;
}

function updatePlain(node: Update, target: Target, context: Context): string {
  const alias = context.notes.newName('t');
  const range = targetRange(target, node.alias?.text ?? target.name.table, alias);
  const inside = context.with({ scope: rangeScope([range]) });
  const where = conditionSql(node.where, inside.at('WHERE clause'), 'WHERE clause');
  const sets = resolveAssignments(node.assignments, target, inside.at('UPDATE SET clause'));
  const list = sets.map(({ name, sql }) => `${name} = ${sql}`).join(', ');
  return `UPDATE ${relationOf(target.name)} AS ${alias} SET ${list} WHERE ${where}`;
}

export function translateUpdate(node: Update, context: Context): Translation {
  const target = requireTarget(node.table, 'UPDATE', context);
  const sql =
    node.from === null ? updatePlain(node, target, context) : updateFrom(node, target, context);
  return { kind: 'UPDATE', sql, target: target.name };
}

export function translateDelete(node: Delete, context: Context): Translation {
  const target = requireTarget(node.table, 'DELETE', context);
  const alias = context.notes.newName('t');
  const range = targetRange(target, node.alias?.text ?? target.name.table, alias);
  const inside = context.with({ scope: rangeScope([range]) }).at('WHERE clause');
  const where = conditionSql(node.where, inside, 'WHERE clause');
  const sql = `DELETE FROM ${relationOf(target.name)} AS ${alias} WHERE ${where}`;
  return { kind: 'DELETE', sql, target: target.name };
}

export function translateTruncate({ table }: Truncate, context: Context): Translation {
  const target = requireTarget(table, 'TRUNCATE TABLE', context);
  return {
    kind: 'TRUNCATE_TABLE',
    sql: `DELETE FROM ${relationOf(target.name)}`,
    target: target.name,
  };
}

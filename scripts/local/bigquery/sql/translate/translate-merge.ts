import { formatType } from '../../google-type.ts';
import { relationOf } from '../../table-name.ts';
import type { Context } from '../resolve/context.ts';
import { type FromResult, refuseSameAlias } from '../resolve/from-result.ts';
import { conditionSql } from '../resolve/resolve-choices.ts';
import { resolveFrom } from '../resolve/resolve-from.ts';
import type { RangeVariable, Scope, ScopeColumn } from '../resolve/scope.ts';
import type { Merge, MergeClause } from '../syntax/statement.ts';
import { assignSql, storeSql } from './store-value.ts';
import {
  rangeScope,
  requireColumns,
  requireTarget,
  type Target,
  targetRange,
} from './target-table.ts';
import { columnList, completeRow } from './translate-insert.ts';
import { matchedTwice, resolveAssignments } from './translate-update.ts';
import type { Translation } from './translation.ts';

interface Sides {
  readonly target: Target;
  /** Source and target as the clauses see them. */
  readonly source: FromResult;
  readonly row: RangeVariable;
  /** The DuckDB alias of source rows, each with the row that it matches. */
  readonly joined: string;
}

const bothScope = ({ source, row }: Pick<Sides, 'source' | 'row'>): Scope => ({
  ...rangeScope([row]),
  columns: [...row.columns, ...source.columns],
  ranges: [row, ...source.ranges],
});

/** The source's columns under an alias, each by a name of its own. */
function renameSource(source: FromResult, alias: string): { list: string[]; renamed: FromResult } {
  const sqls: string[] = [];
  const rename = ({ name, value }: ScopeColumn): ScopeColumn => {
    if (!sqls.includes(value.sql)) sqls.push(value.sql);
    return { name, value: { ...value, sql: `${alias}.s${sqls.indexOf(value.sql) + 1}` } };
  };
  const columns = source.columns.map(rename);
  const ranges = source.ranges.map((range) => ({ ...range, columns: range.columns.map(rename) }));
  const list = sqls.map((sql, index) => `${sql} AS s${index + 1}`);
  return { list, renamed: { sql: '', columns, ranges } };
}

const conditionOf = (clause: MergeClause, context: Context) =>
  clause.condition === null
    ? null
    : conditionSql(clause.condition, context.at('MERGE clause'), 'MERGE clause');

function insertAction(
  clause: MergeClause,
  sides: Sides,
  guard: (sql: string) => string,
  context: Context,
): string {
  const { action } = clause;
  if (action.kind !== 'insert') throw new Error('It is no INSERT.');
  const { target, source } = sides;
  const columns = requireColumns(target, action.columns, context);
  const count = action.values?.length ?? source.columns.length;
  if (count !== columns.length) {
    throw context.error(
      clause.at,
      `Inserted row has wrong column count; Has ${count}, expected ${columns.length}`,
    );
  }
  const sqls = columns.map((column, index) => {
    const node = action.values?.[index];
    if (node !== undefined) return assignSql(node, column, context);
    const value = source.columns[index]?.value;
    const sql = value === undefined ? null : storeSql(value, column);
    if (sql !== null) return sql;
    throw context.error(
      clause.at,
      `INSERT ROW cannot insert into column ${column.name}, which has type ${formatType(column.type)}`,
    );
  });
  const row = completeRow(target, columns, sqls, context);
  return `INSERT (${columnList(target.columns)}) VALUES (${row.map(guard).join(', ')})`;
}

/** DuckDB works out the values of all clauses for all rows, so that each has to see to its own rows. */
const states: Readonly<Record<MergeClause['matched'], (joined: string) => string>> = {
  MATCHED: (joined) => `${joined}.r IS NOT NULL`,
  'NOT MATCHED BY TARGET': (joined) => `${joined}.r IS NULL AND ${joined}.given`,
  'NOT MATCHED BY SOURCE': (joined) => `${joined}.given IS NULL`,
};

function clauseSql(clause: MergeClause, sides: Sides, context: Context): string {
  const scopes: Record<MergeClause['matched'], Scope> = {
    MATCHED: bothScope(sides),
    'NOT MATCHED BY TARGET': {
      ...rangeScope([]),
      columns: sides.source.columns,
      ranges: sides.source.ranges,
    },
    'NOT MATCHED BY SOURCE': rangeScope([sides.row]),
  };
  const inside = context.with({ scope: scopes[clause.matched] }).at('MERGE clause');
  const condition = conditionOf(clause, inside);
  const head = `WHEN ${clause.matched}${condition === null ? '' : ` AND ${condition}`} THEN`;
  const applies = [
    states[clause.matched](sides.joined),
    ...(condition === null ? [] : [condition]),
  ];
  const guard = (sql: string) => `CASE WHEN ${applies.join(' AND ')} THEN ${sql} END`;
  const { action } = clause;
  if (action.kind === 'delete') return `${head} DELETE`;
  if (action.kind === 'insert') return `${head} ${insertAction(clause, sides, guard, inside)}`;
  const sets = resolveAssignments(action.assignments, sides.target, inside);
  return `${head} UPDATE SET ${sets.map(({ name, sql }) => `${name} = ${guard(sql)}`).join(', ')}`;
}

/** How many source rows would change the same target row, as a condition on the joined rows. */
function changes(clauses: readonly MergeClause[], context: Context): string | null {
  const matched = clauses.filter((clause) => clause.matched === 'MATCHED');
  if (matched.length === 0) return null;
  const conditions = matched.map((clause) => conditionOf(clause, context) ?? 'true');
  return conditions.join(' OR ');
}

/** Source rows are joined with the rows they match first; then each knows its row by the rowid. */
export function translateMerge(node: Merge, context: Context): Translation {
  const target = requireTarget(node.table, 'MERGE', context);
  const { notes } = context;
  const [inner, joined, outer] = [notes.newName('t'), notes.newName('m'), notes.newName('t')];
  const shown = node.alias?.text ?? target.name.table;
  const relation = relationOf(target.name);
  const source = resolveFrom(node.source, context, null);
  const probe = targetRange(target, shown, inner);
  refuseSameAlias({ sql: '', columns: [], ranges: [probe] }, source, node.at, context);
  const inside = context.with({ scope: bothScope({ source, row: probe }) });
  const on = conditionSql(node.on, inside.at('MERGE ON clause'), 'MERGE ON clause');
  const { list, renamed } = renameSource(source, joined);
  const changing = changes(node.clauses, inside);
  const many = `${inner}.rowid IS NOT NULL AND count(*) FILTER (WHERE ${changing}) OVER (PARTITION BY ${inner}.rowid) > 1`;
  const key =
    changing === null
      ? `${inner}.rowid`
      : `CASE WHEN ${many} THEN ${matchedTwice} ELSE ${inner}.rowid END`;
  const using = `SELECT ${[`${key} AS r`, 'true AS given', ...list].join(', ')} FROM ${source.sql} LEFT JOIN ${relation} AS ${inner} ON ${on}`;
  const sides: Sides = { target, source: renamed, row: targetRange(target, shown, outer), joined };
  const clauses = node.clauses.map((clause) => clauseSql(clause, sides, context));
  const sql = `MERGE INTO ${relation} AS ${outer} USING (${using}) AS ${joined} ON ${outer}.rowid = ${joined}.r ${clauses.join(' ')}`;
  return { kind: 'MERGE', sql, target: target.name };
}

import type { Column } from '../../google-type.ts';
import { formatTableName, type TableName } from '../../table-name.ts';
import type { Context } from '../resolve/context.ts';
import { refuseBignumeric } from '../resolve/refuse-bignumeric.ts';
import { requireRelation } from '../resolve/require-relation.ts';
import { columnSql } from '../resolve/resolve-path.ts';
import { type RangeVariable, type Scope, sameName } from '../resolve/scope.ts';
import { columnValue } from '../resolve/value.ts';
import type { Name } from '../syntax/expression.ts';

export interface Target {
  readonly name: TableName;
  readonly columns: readonly Column[];
}

/** The table that a statement changes; a view can't be changed. */
export function requireTarget(path: readonly Name[], what: string, context: Context): Target {
  const { name, relation } = requireRelation(path, context);
  if (relation.kind === 'table') return { name, columns: relation.columns };
  const message = `${what} is not allowed for ${formatTableName(name)} because it is a VIEW`;
  throw context.error(path[0]?.at ?? 0, message);
}

/** A column of the target by its name. */
export function requireColumn({ columns, name }: Target, given: Name, context: Context): Column {
  const column = columns.find((one) => sameName(one.name, given.text));
  if (column !== undefined) {
    refuseBignumeric(column.type, given.at, context);
    return column;
  }
  throw context.error(
    given.at,
    `Column ${given.text} is not present in table ${name.dataset}.${name.table}`,
  );
}

/** The columns that a statement names, each once; all where it names none. */
export function requireColumns(
  target: Target,
  names: readonly Name[] | null,
  context: Context,
): readonly Column[] {
  if (names === null) {
    for (const { type } of target.columns) refuseBignumeric(type, 0, context);
    return target.columns;
  }
  for (const [index, name] of names.entries()) {
    const isRepeated = names.slice(0, index).some((one) => sameName(one.text, name.text));
    if (isRepeated)
      throw context.error(name.at, `Duplicate column name ${name.text} in a list of columns`);
  }
  return names.map((name) => requireColumn(target, name, context));
}

/** The target's columns as they are read under a DuckDB alias. */
export function targetRange(target: Target, shown: string, alias: string): RangeVariable {
  const columns = target.columns.map(({ name, type }) => ({
    name,
    value: columnValue(columnSql(alias, name), type),
  }));
  return { alias: shown, columns, element: null };
}

export const rangeScope = (ranges: readonly RangeVariable[]): Scope => ({
  columns: ranges.flatMap(({ columns }) => columns),
  ranges,
  parent: null,
  aliases: [],
  grouping: null,
});

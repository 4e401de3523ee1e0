import { fieldName, quoteName } from '../../duckdb-type.ts';
import type { StructField } from '../../google-type.ts';
import type { Name } from '../syntax/expression.ts';
import type { Context } from './context.ts';
import { refuseBignumeric } from './refuse-bignumeric.ts';
import { type RangeVariable, type Scope, type ScopeColumn, sameName } from './scope.ts';
import { computed, type Value } from './value.ts';

export interface Found {
  readonly value: Value;
  /** How many of the names it took. */
  readonly taken: number;
}

const named = (columns: readonly ScopeColumn[], name: Name) =>
  columns.filter((column) => sameName(column.name, name.text));

function pick(columns: readonly ScopeColumn[], name: Name, context: Context): Value | null {
  if (columns.length > 1) {
    throw context.error(name.at, `Column name ${name.text} is ambiguous`);
  }
  return columns[0]?.value ?? null;
}

/** A table's row as a struct, which is what its alias alone means. */
function rowStruct(range: RangeVariable): Value {
  if (range.element !== null) return range.element;
  const fields: StructField[] = range.columns.map(({ name, value }) => ({
    name,
    type: value.type,
  }));
  const parts = range.columns.map(({ value }) => value);
  const inner = range.columns.map(
    ({ name, value }, index) => `${quoteName(fieldName(name, index))} := ${value.sql}`,
  );
  return { ...computed(`struct_pack(${inner.join(', ')})`, { kind: 'STRUCT', fields }), parts };
}

function findInRange(range: RangeVariable, names: readonly Name[], context: Context): Found | null {
  const [alias, column] = names;
  if (alias === undefined || column === undefined) return null;
  if (range.element !== null) return { value: range.element, taken: 1 };
  const value = pick(named(range.columns, column), column, context);
  if (value !== null) return { value, taken: 2 };
  throw context.error(column.at, `Name ${column.text} not found inside ${alias.text}`);
}

function findInScope(scope: Scope, names: readonly Name[], context: Context): Found | null {
  const [first] = names;
  if (first === undefined) return null;
  const alias = pick(named(scope.aliases, first), first, context);
  if (alias !== null) return { value: alias, taken: 1 };
  const range = scope.ranges.find((one) => one.alias !== null && sameName(one.alias, first.text));
  const inRange = range === undefined ? null : findInRange(range, names, context);
  if (inRange !== null) return inRange;
  const column = pick(named(scope.columns, first), first, context);
  if (column !== null) return { value: column, taken: 1 };
  return range === undefined ? null : { value: rowStruct(range), taken: 1 };
}

function refuseUngrouped(scope: Scope, value: Value, names: readonly Name[], context: Context) {
  const { grouping } = scope;
  const [first] = names;
  if (grouping === null || first === undefined || grouping.keys.has(value.sql)) return;
  if (scope.aliases.some((alias) => alias.value === value)) return;
  const path = names.map(({ text }) => text).join('.');
  throw context.error(
    first.at,
    `${context.place.name} expression references column ${path} which is neither grouped nor aggregated`,
  );
}

/** What the first one or two names of a path mean, looked for from the inside out. */
export function lookUp(names: readonly Name[], context: Context): Found | null {
  for (let scope: Scope | null = context.scope; scope !== null; scope = scope.parent) {
    const found = findInScope(scope, names, context);
    if (found === null) continue;
    refuseUngrouped(scope, found.value, names.slice(0, found.taken), context);
    refuseBignumeric(found.value.type, names[0]?.at ?? 0, context);
    return found;
  }
  return null;
}

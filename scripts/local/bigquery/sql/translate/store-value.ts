import { quoteText } from '../../duckdb-type.ts';
import { type Column, formatType } from '../../google-type.ts';
import { parseExpressionText } from '../parse/parse-statement.ts';
import { coerce } from '../resolve/coerce.ts';
import { Context, StatementNotes } from '../resolve/context.ts';
import { refuseBignumeric } from '../resolve/refuse-bignumeric.ts';
import { castSql, nullValue, type Value } from '../resolve/value.ts';
import type { Expression } from '../syntax/expression.ts';

const raise = (message: string, { type }: Column) =>
  castSql(`gs_error(${quoteText(message)})`, type);

/** A stored array is never NULL and holds no NULL. */
function checkArray(sql: string, column: Column): string {
  const message = `Array cannot have a null element; error in writing field ${column.name}`;
  const holdsNull = `len(list_filter(${sql}, lambda e: e IS NULL)) > 0`;
  const fault = `CASE WHEN gs_error(${quoteText(message)}) IS NULL THEN [] ELSE [] END`;
  return `CASE WHEN ${holdsNull} THEN ${castSql(fault, column.type)} ELSE coalesce(${sql}, ${castSql('[]', column.type)}) END`;
}

/** The SQL of a value as a column keeps it, or null where it has another type. */
export function storeSql(value: Value, column: Column): string | null {
  const sql = coerce(value, column.type);
  if (sql === null) return null;
  if (column.type.kind === 'ARRAY') return checkArray(sql, column);
  if (!column.required || (value.simple && value.literal !== null)) return sql;
  return `coalesce(${sql}, ${raise(`Required field ${column.name} cannot be null`, column)})`;
}

/** A column's default, or NULL where it has none. */
export function defaultSql(column: Column, context: Context): string {
  const text = column.defaultExpression;
  if (text === null) return storeSql(nullValue, column) ?? 'NULL';
  refuseBignumeric(column.type, 0, context);
  const { options, rules } = context.notes;
  const notes = new StatementNotes(text, { ...options, parameters: [] }, rules);
  const value = new Context(notes).expression(parseExpressionText(text));
  return storeSql(value, column) ?? 'NULL';
}

/** A value that a statement gives for a column; DEFAULT is the column's own. */
export function assignSql(node: Expression, column: Column, context: Context): string {
  if (node.kind === 'default') return defaultSql(column, context);
  const value = context.expression(node);
  const sql = storeSql(value, column);
  if (sql !== null) return sql;
  const message = `Value has type ${formatType(value.type)} which cannot be inserted into column ${column.name}, which has type ${formatType(column.type)}`;
  throw context.error(node.at, message);
}

import type { Expression } from '../syntax/expression.ts';
import type { OrderItem, Select } from '../syntax/query.ts';
import type { Context, Place, ResolvedQuery } from './context.ts';
import { expandItems } from './expand-items.ts';
import { type FromResult, scopeOf } from './from-result.ts';
import { orderKeys } from './order-sql.ts';
import { type Output, outputName } from './output.ts';
import { conditionSql } from './resolve-choices.ts';
import { packStruct } from './resolve-constructors.ts';
import { resolveFrom } from './resolve-from.ts';
import { resolveGrouping } from './resolve-grouping.ts';
import { sameName } from './scope.ts';

const everywhere = (name: string): Place => ({ name, aggregates: true, windows: true });

/** A condition after the rows are grouped, where the names of the SELECT list are known. */
function clause(word: string, node: Expression | null, context: Context, windows: boolean): string {
  if (node === null) return '';
  const place = { name: `${word} clause`, aggregates: true, windows };
  return ` ${word} ${conditionSql(node, context.with({ place }), `${word} clause`)}`;
}

/** Which column of the list an ORDER BY means by its number or its name; null for an expression. */
function findOutput(node: Expression, outputs: readonly Output[], context: Context): number | null {
  if (node.kind === 'literal' && node.type === 'INT64') {
    const index = Number(node.text) - 1;
    if (outputs[index] !== undefined) return index;
    throw context.error(node.at, `ORDER BY column number item is out of range: ${node.text}`);
  }
  const [name] = node.kind === 'path' && node.names.length === 1 ? node.names : [];
  if (name === undefined) return null;
  const found = outputs.flatMap((output, index) =>
    output.name !== null && sameName(output.name, name.text) ? [index] : [],
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** A column of the list is ordered by through its number, so that it is worked out once. */
function orderClause(
  items: readonly OrderItem[],
  outputs: readonly Output[],
  asStruct: boolean,
  context: Context,
): string {
  if (items.length === 0) return '';
  const ordered = context.with({ place: everywhere('ORDER BY clause') });
  const keys = items.flatMap((item) => {
    const index = findOutput(item.value, outputs, context);
    const output = index === null ? undefined : outputs[index];
    if (index === null || output === undefined) {
      return orderKeys(ordered.expression(item.value), item, ordered);
    }
    const shown = asStruct ? output.value.sql : String(index + 1);
    return orderKeys(output.value, item, ordered, shown);
  });
  return ` ORDER BY ${keys.join(', ')}`;
}

function refuseDistinct(
  { distinct, at }: Select,
  outputs: readonly Output[],
  context: Context,
): void {
  if (!distinct) return;
  const wrong = outputs.find(({ value }) => /^(ARRAY|STRUCT|JSON)$/.test(value.type.kind));
  if (wrong === undefined) return;
  throw context.error(
    at,
    `Column ${wrong.name ?? ''} of type ${wrong.value.type.kind} cannot be used in SELECT DISTINCT`,
  );
}

function listOf(outputs: readonly Output[], asStruct: boolean, at: number, context: Context) {
  if (!asStruct) {
    const list = outputs.map(({ value }, index) => `${value.sql} AS ${outputName(index)}`);
    return { list: list.join(', '), columns: outputs };
  }
  const value = packStruct(outputs, at, context);
  return { list: `${value.sql} AS ${outputName(0)}`, columns: [{ name: null, value }] };
}

/** The FROM clause and the scope of its names. */
function openFrom(select: Select, outer: Context): { context: Context; sql: string } {
  const windows = new Map(
    select.windows.map(({ name, window }) => [name.text.toLowerCase(), window]),
  );
  const empty: FromResult = { sql: '', columns: [], ranges: [] };
  const from = select.from === null ? empty : resolveFrom(select.from, outer, null);
  const context = outer.with({ scope: scopeOf(from, outer.scope), windows });
  return { context, sql: select.from === null ? '' : ` FROM ${from.sql}` };
}

/** A SELECT with the ORDER BY of its query; `asStruct` makes one column of its columns. */
export function resolveSelect(
  select: Select,
  orderBy: readonly OrderItem[],
  outer: Context,
  asStruct: boolean,
): ResolvedQuery {
  const { context, sql: from } = openFrom(select, outer);
  const where =
    select.where === null
      ? ''
      : ` WHERE ${conditionSql(select.where, context.at('WHERE clause'), 'WHERE clause')}`;
  const columns = expandItems(select, context);
  const grouped = resolveGrouping(select, columns, orderBy, context);
  const scope = { ...context.scope, grouping: grouped };
  const inList = context.with({ scope, place: everywhere('SELECT list') });
  const outputs = columns.map((column) => ({ name: column.name, value: column.resolve(inList) }));
  refuseDistinct(select, outputs, context);
  const named = outputs.flatMap(({ name, value }) => (name === null ? [] : [{ name, value }]));
  const after = context.with({ scope: { ...scope, aliases: named } });
  const having = clause('HAVING', select.having, after, false);
  const qualify = clause('QUALIFY', select.qualify, after, true);
  const order = orderClause(orderBy, outputs, asStruct, after);
  const { list, columns: answered } = listOf(outputs, asStruct, select.at, context);
  const head = `SELECT ${select.distinct ? 'DISTINCT ' : ''}${list}`;
  const sql = `${head}${from}${where}${grouped?.sql ?? ''}${having}${qualify}${order}`;
  return { sql, columns: answered };
}

import type { Expression } from '../syntax/expression.ts';
import type { OrderItem, Select } from '../syntax/query.ts';
import { containsAggregate } from './contains-aggregate.ts';
import type { Context, Place, ResolvedQuery } from './context.ts';
import { expandItems } from './expand-items.ts';
import { type FromResult, scopeOf } from './from-result.ts';
import { orderClause, orderDistinct } from './order-clause.ts';
import { type Output, outputName } from './output.ts';
import { conditionSql } from './resolve-choices.ts';
import { packStruct } from './resolve-constructors.ts';
import { resolveFrom } from './resolve-from.ts';
import { resolveGrouping } from './resolve-grouping.ts';

const everywhere = (name: string): Place => ({ name, aggregates: true, windows: true });

/** A condition after the rows are grouped, where the names of the SELECT list are known. */
function clause(word: string, node: Expression | null, context: Context, windows: boolean): string {
  if (node === null) return '';
  const place = { name: `${word} clause`, aggregates: true, windows };
  return ` ${word} ${conditionSql(node, context.with({ place }), `${word} clause`)}`;
}

function refuseDistinct(
  { distinct, at }: Select,
  outputs: readonly Output[],
  context: Context,
): void {
  if (!distinct) return;
  for (const { name, value } of outputs) {
    const { kind } = value.type;
    if (kind === 'JSON') {
      const message = `Column ${name ?? ''} of type JSON cannot be used in SELECT DISTINCT`;
      throw context.error(at, message);
    }
    if (kind === 'ARRAY' || kind === 'STRUCT') {
      throw context.unsupported(at, `SELECT DISTINCT of ${kind}`);
    }
  }
}

function listOf(outputs: readonly Output[], asStruct: boolean, at: number, context: Context) {
  if (!asStruct) {
    const list = outputs.map(({ value }, index) => `${value.sql} AS ${outputName(index)}`);
    return { list: list.join(', '), columns: outputs };
  }
  const value = packStruct(outputs, at, context);
  return { list: `${value.sql} AS ${outputName(0)}`, columns: [{ name: null, value }] };
}

/** Without FROM there is one row, with which nothing but the list can be done. */
function refuseWithoutFrom(select: Select, orderBy: readonly OrderItem[], context: Context): void {
  const { from, distinct, where, groupBy, having, qualify, items, at } = select;
  if (from !== null) return;
  const clauses = { WHERE: where, 'GROUP BY': groupBy, HAVING: having, QUALIFY: qualify };
  const [word] = Object.entries(clauses).find(([, clause]) => clause !== null) ?? [];
  if (word !== undefined)
    throw context.error(at, `Query without FROM clause cannot have a ${word} clause`);
  if (orderBy.length > 0)
    throw context.error(at, 'Query without FROM clause cannot have an ORDER BY clause');
  if (distinct) throw context.error(at, 'Query without FROM clause cannot use SELECT DISTINCT');
  if (containsAggregate(items))
    throw context.error(at, 'SELECT without FROM clause cannot use aggregation');
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
  refuseWithoutFrom(select, orderBy, outer);
  const { context, sql: from } = openFrom(select, outer);
  const where =
    select.where === null
      ? ''
      : ` WHERE ${conditionSql(select.where, context.at('WHERE clause'), 'WHERE clause')}`;
  const columns = expandItems(select, context);
  const grouped = resolveGrouping(select, columns, context);
  const scope = { ...context.scope, grouping: grouped };
  const inList = context.with({ scope, place: everywhere('SELECT list') });
  const outputs = columns.map((column) => ({ name: column.name, value: column.resolve(inList) }));
  refuseDistinct(select, outputs, context);
  const named = outputs.flatMap(({ name, value }) => (name === null ? [] : [{ name, value }]));
  const after = context.with({ scope: { ...scope, aliases: named } });
  const having = clause('HAVING', select.having, after, false);
  const qualify = clause('QUALIFY', select.qualify, after, true);
  const { list, columns: answered } = listOf(outputs, asStruct, select.at, context);
  const head = `SELECT ${select.distinct ? 'DISTINCT ' : ''}${list}`;
  const sql = `${head}${from}${where}${grouped?.sql ?? ''}${having}${qualify}`;
  if (!select.distinct || orderBy.length === 0) {
    return { sql: `${sql}${orderClause(orderBy, outputs, asStruct, after)}`, columns: answered };
  }
  if (asStruct) throw context.unsupported(select.at, 'SELECT DISTINCT AS STRUCT with ORDER BY');
  const alias = context.notes.newName('q');
  const order = orderDistinct(orderBy, outputs, alias, after);
  return { sql: `SELECT * FROM (${sql}) AS ${alias}${order}`, columns: answered };
}

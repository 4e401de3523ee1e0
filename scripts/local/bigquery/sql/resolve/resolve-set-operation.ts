import type { GoogleType } from '../../google-type.ts';
import type { QueryBody, SetOperation } from '../syntax/query.ts';
import { coerce } from './coerce.ts';
import type { Context, ResolvedQuery } from './context.ts';
import { outputName } from './output.ts';
import { supertype } from './supertype.ts';
import { columnValue, type Value } from './value.ts';

type ResolveBody = (body: QueryBody, context: Context) => ResolvedQuery;

function commonTypes(
  node: SetOperation,
  inputs: readonly ResolvedQuery[],
  context: Context,
): GoogleType[] {
  const [first] = inputs;
  const count = first?.columns.length ?? 0;
  for (const [index, { columns }] of inputs.entries()) {
    if (columns.length === count) continue;
    const message = `Queries in ${node.operator} have mismatched column count; query 1 has ${count} columns, query ${index + 1} has ${columns.length} columns`;
    throw context.error(node.inputs[index]?.at ?? node.at, message);
  }
  return (first?.columns ?? []).map((_, column) => {
    const values = inputs
      .map(({ columns }): Value | undefined => columns[column]?.value)
      .filter((value) => value !== undefined);
    const types = values.map(({ type }) => type.kind).join(', ');
    const plain = values.map((value) =>
      value.untyped ? value : columnValue(value.sql, value.type),
    );
    const type = supertype(plain);
    if (type === null) {
      throw context.error(
        node.at,
        `Column ${column + 1} in ${node.operator} has incompatible types: ${types}`,
      );
    }
    if (node.operator !== 'UNION ALL' && /^(ARRAY|STRUCT|JSON)$/.test(type.kind)) {
      throw context.unsupported(node.at, `${node.operator} of ${type.kind}`);
    }
    return type;
  });
}

/** An input whose columns have the types that all inputs share. */
function convertInput(
  { sql, columns }: ResolvedQuery,
  types: readonly GoogleType[],
  alias: string,
): string {
  const list = columns.map(({ value }, index) => {
    const column = { ...value, sql: `${alias}.${outputName(index)}`, parts: null, literal: null };
    const type = types[index] ?? value.type;
    return `${coerce(column, type) ?? column.sql} AS ${outputName(index)}`;
  });
  return `SELECT ${list.join(', ')} FROM (${sql}) AS ${alias}`;
}

/** DuckDB's operators without ALL are those with DISTINCT. */
export function resolveSetOperation(
  node: SetOperation,
  context: Context,
  resolve: ResolveBody,
): ResolvedQuery {
  const inputs = node.inputs.map((input) => resolve(input, context));
  const types = commonTypes(node, inputs, context);
  const converted = inputs.map((input) => convertInput(input, types, context.notes.newName('q')));
  const operator = node.operator.replace(' DISTINCT', '');
  const columns = (inputs[0]?.columns ?? []).map(({ name, value }, index) => ({
    name,
    value: columnValue(outputName(index), types[index] ?? value.type),
  }));
  return { sql: converted.join(` ${operator} `), columns };
}

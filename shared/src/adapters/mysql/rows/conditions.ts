import type { Filter } from '../../../domain/rows/filter.ts';
import type { RowsRequest } from '../../../domain/rows/ports.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import type { Statement } from '../statement.ts';
import { operandOf, orderedOperandOf } from './operand.ts';
import { readPageCursor } from './page-cursor.ts';

const symbols = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function filterCondition(filter: Filter): Statement {
  const name = quoteIdentifier(filter.column.name);
  const { sql, bind } = operandOf(filter.column);
  switch (filter.operator) {
    case 'null':
      return { sql: `${name} IS ${filter.isNull ? '' : 'NOT '}NULL`, values: [] };
    case 'in':
      return {
        sql: `${name} IN (${filter.values.map(() => sql).join(', ')})`,
        values: filter.values.map(bind),
      };
    default:
      return { sql: `${name} ${symbols[filter.operator]} ${sql}`, values: [bind(filter.value)] };
  }
}

/**
 * The rows behind a key, as one range for each of its columns: `(a, b) > (?, ?)` says the same, but
 * neither server reads an index by it.
 */
function afterCondition(request: RowsRequest): Statement[] {
  const { key, isDescending } = request;
  const after = readPageCursor(request);
  if (key === null || after === null) return [];
  const parts = key.columns.map((column, at) => {
    const { sql, bind } = orderedOperandOf(column);
    return { name: quoteIdentifier(column.name), sql, value: bind(after[at] ?? '') };
  });
  const ranges = parts.map(({ name, sql }, at) => {
    const equal = parts.slice(0, at).map((part) => `${part.name} = ${part.sql} AND `);
    return `(${equal.join('')}${name} ${isDescending ? '<' : '>'} ${sql})`;
  });
  const values = parts.flatMap((_, at) => parts.slice(0, at + 1).map(({ value }) => value));
  return [{ sql: `(${ranges.join(' OR ')})`, values }];
}

/** The WHERE of a request, with a space before it; nothing where all rows are asked for. */
export function whereClause(request: RowsRequest): Statement {
  const conditions = [...afterCondition(request), ...request.filters.map(filterCondition)];
  if (conditions.length === 0) return { sql: '', values: [] };
  return {
    sql: ` WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`,
    values: conditions.flatMap(({ values }) => values),
  };
}

import { formatType } from '../../google-type.ts';
import type { UnnestItem } from '../syntax/query.ts';
import type { Context } from './context.ts';
import { type FromResult, scopeOf } from './from-result.ts';
import { accessField } from './resolve-path.ts';
import type { RangeVariable, ScopeColumn } from './scope.ts';
import { columnValue } from './value.ts';

/** UNNEST(array) AS alias WITH OFFSET AS position: a row for each element. A struct's fields are columns. */
export function resolveUnnest(
  node: UnnestItem,
  context: Context,
  left: FromResult | null,
): FromResult {
  const around = left === null ? context : context.with({ scope: scopeOf(left, context.scope) });
  const array = around.at('FROM clause').expression(node.array);
  if (array.type.kind !== 'ARRAY') {
    const message = `Values referenced in UNNEST must be arrays. UNNEST contains expression of type ${formatType(array.type)}`;
    throw context.error(node.array.at, message);
  }
  const name = context.notes.newName('t');
  const element = columnValue(`${name}.v`, array.type.element);
  const alias = node.alias?.text ?? null;
  const fields = element.type.kind === 'STRUCT' ? element.type.fields : null;
  const columns: ScopeColumn[] =
    fields === null
      ? [{ name: alias ?? '', value: element }]
      : fields.flatMap((field) =>
          field.name === null
            ? []
            : [
                {
                  name: field.name,
                  value: accessField(element, { text: field.name, at: node.at }, context),
                },
              ],
        );
  const ranges: RangeVariable[] = alias === null ? [] : [{ alias, columns, element }];
  const parts = [`unnest(${array.sql}) AS v`];
  if (node.offset !== null) {
    parts.push(`CAST(generate_subscripts(${array.sql}, 1) - 1 AS BIGINT) AS o`);
    const offset = {
      name: node.offset.text,
      value: columnValue(`${name}.o`, { kind: 'INT64' as const }),
    };
    columns.push(offset);
  }
  const sql = `(SELECT ${parts.join(', ')}) AS ${name}`;
  return { sql: left === null ? sql : `LATERAL ${sql}`, columns, ranges };
}

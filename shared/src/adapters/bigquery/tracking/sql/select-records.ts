import { keyFields, type ResourceName } from '../../../../domain/tracking/resource.ts';
import type { Statement } from '../../statement.ts';
import type { EventTable } from '../event-table.ts';

/** Behind the row with the keys `@after_…`, in the order of the keys; everything where they are NULL. */
function behindCursor([first, ...rest]: readonly string[]): string {
  if (first === undefined) return 'FALSE';
  return `(${first} > @after_${first} OR (${first} = @after_${first} AND ${behindCursor(rest)}))`;
}

/**
 * A page of the records whose columns equal the filters (`filter_…`; NULL for any), by key.
 */
export function selectRecords(resource: ResourceName, { view, columns }: EventTable): Statement {
  const names = Object.keys(columns);
  const keys = keyFields[resource];
  const filters = names.map(
    (name) => `(@filter_${name} IS NULL OR ${name} = @filter_${name})\n  AND `,
  );
  return {
    sql: `SELECT
  ${names.join(', ')},
  version, changed_at, changed_by, is_contested
FROM ${view}
WHERE ${filters.join('')}(@after_${keys[0]} IS NULL OR ${behindCursor(keys)})
ORDER BY ${keys.join(', ')}
LIMIT @most`,
    types: {
      ...Object.fromEntries(
        Object.entries(columns).map(([name, type]) => [`filter_${name}`, type]),
      ),
      ...Object.fromEntries(keys.map((name) => [`after_${name}`, 'INT64' as const])),
      most: 'INT64',
    },
  };
}

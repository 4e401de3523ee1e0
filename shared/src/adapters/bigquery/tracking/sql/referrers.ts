import { type ReferenceColumn, referringTables } from '../event-table.ts';
import { heads } from './heads.ts';

/** Each record that refers to one of `keys` (a subquery) by a column: `referred`, `resource`, `key`. */
export const referrers = (column: ReferenceColumn, keys: string) =>
  referringTables(column)
    .map(
      ({ resource, events }) => `
    SELECT ${column} AS referred, '${resource}' AS resource, key
    FROM (${heads(events, `(SELECT key FROM ${events} WHERE ${column} IN ${keys})`)}
    )
    WHERE operation <> 'delete' AND ${column} IN ${keys}`,
    )
    .join('\n    UNION ALL');

import { type ReferenceColumn, referringTables } from '../event-table.ts';
import { heads, withdrawnIn } from './heads.ts';

/** Each record that refers to one of `keys` (a subquery) by a column: `referred`, `resource`, `key`. */
export const referrers = (column: ReferenceColumn, keys: string) =>
  referringTables(column)
    .map(
      ({ resource, events }) => `
    SELECT event.${column} AS referred, '${resource}' AS resource, event.key
    FROM ${events} AS event
    JOIN (${heads(events, `(SELECT key FROM ${events} WHERE ${column} IN ${keys})`)}
    ) AS head ON head.key = event.key AND head.live_version = event.version
    WHERE event.${column} IN ${keys}
      AND head.live_version >= head.deleted_version
      AND event.event_id NOT IN ${withdrawnIn(events)}`,
    )
    .join('\n    UNION ALL');

import type { Statement } from '../../statement.ts';
import { type EventTable, type ReferenceColumn, referredTables } from '../event-table.ts';
import { liveKeys, withdrawnIn } from './heads.ts';

/** Whether what a column refers to is there; says nothing where it refers to nothing. */
function anchor(events: string, column: ReferenceColumn): string {
  const keys = `(SELECT ${column} FROM ${events} WHERE key IN UNNEST(@keys))`;
  return `${column} IN (${liveKeys(referredTables[column], keys)}
  ) AS has_${column}`;
}

/**
 * Reads of each key the changes from the version on that one of `event_ids` made, or of the newest
 * version that counts. Void ones of those versions are among them: they keep their places among
 * the changes of the same version. `withAnchors`: also whether what they refer to is there.
 */
export function readEvents({ events, refersBy }: EventTable, withAnchors: boolean): Statement {
  const anchors = withAnchors ? refersBy.map((column) => anchor(events, column)) : [];
  const columns = [
    'event_id, key, version, operation, payload, step_ref, entity_ref, changed_by, changed_at, is_void',
    ...anchors,
  ];
  return {
    sql: `SELECT
  ${columns.join(',\n  ')}
FROM (
  SELECT *, event_id IN ${withdrawnIn(events)} AS is_void
  FROM ${events}
  WHERE key IN UNNEST(@keys) AND withdraws IS NULL
)
WHERE TRUE
QUALIFY version >= IFNULL(
  MIN(IF(event_id IN UNNEST(@event_ids), version, NULL)) OVER (PARTITION BY key),
  MAX(IF(is_void, NULL, version)) OVER (PARTITION BY key)
)`,
    types: { keys: ['STRING'], event_ids: ['STRING'] },
  };
}

import type { EventTableName } from '../event-table.ts';

/** The changes of a table that others made void. */
export const withdrawnIn = (events: EventTableName) =>
  `(SELECT withdraws FROM ${events} WHERE withdraws IS NOT NULL)`;

/**
 * The state of each of the `keys` (a subquery) that have ever been changed: its newest change that
 * is not void, whether another one has the same version, and the highest version of any change. A
 * key whose changes are all void counts as deleted.
 */
export const heads = (events: EventTableName, keys: string) => `
    SELECT
      key, version, step_ref, entity_ref,
      IF(is_void, 'delete', operation) AS operation,
      MAX(version) OVER (PARTITION BY key) AS highest_version,
      MIN(event_id) OVER (PARTITION BY key, is_void, version)
        <> MAX(event_id) OVER (PARTITION BY key, is_void, version) AS is_contested
    FROM (
      SELECT
        event_id, key, version, operation, step_ref, entity_ref, changed_at,
        withdraws IS NOT NULL OR event_id IN ${withdrawnIn(events)} AS is_void
      FROM ${events}
      WHERE key IN ${keys}
    )
    WHERE TRUE
    QUALIFY ROW_NUMBER() OVER (PARTITION BY key ORDER BY is_void, version DESC, changed_at, event_id) = 1`;

/** The keys among `keys` whose records are there beyond doubt. */
export const liveKeys = (events: EventTableName, keys: string) => `
    SELECT key FROM (${heads(events, keys)}
    )
    WHERE operation <> 'delete' AND NOT is_contested`;

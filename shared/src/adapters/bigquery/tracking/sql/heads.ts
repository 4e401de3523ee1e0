import type { EventTableName } from '../event-table.ts';

/** A list of the changes of a table that were made void by another. */
export const withdrawnIn = (events: EventTableName) =>
  `(SELECT withdraws FROM ${events} WHERE withdraws IS NOT NULL)`;

/**
 * The state of each of the keys that have ever been changed among `keys` (a subquery): its newest
 * change that is not void, and the highest version that any change of it has. A key whose changes
 * are all void counts as deleted.
 */
export const heads = (events: EventTableName, keys: string) => `(
    SELECT
      key, version, step_ref, entity_ref,
      IF(is_void, 'delete', operation) AS operation,
      MAX(version) OVER (PARTITION BY key) AS highest_version
    FROM (
      SELECT
        key, version, step_ref, entity_ref, operation, changed_at, event_id,
        withdraws IS NOT NULL OR event_id IN ${withdrawnIn(events)} AS is_void
      FROM ${events}
      WHERE key IN ${keys}
    )
    WHERE TRUE
    QUALIFY ROW_NUMBER() OVER (PARTITION BY key ORDER BY is_void, version DESC, changed_at, event_id) = 1
  )`;

/** The keys among `keys` whose records are there. */
export const liveKeys = (events: EventTableName, keys: string) =>
  `(SELECT key FROM ${heads(events, keys)} WHERE operation <> 'delete')`;

import type { EventTableName } from '../event-table.ts';

/** The changes of a table that others made void. */
export const withdrawnIn = (events: EventTableName) =>
  `(SELECT withdraws FROM ${events} WHERE withdraws IS NOT NULL)`;

/**
 * Where each of the `keys` (a subquery) stands that has ever been changed: the highest version of
 * any change, the newest one by which its record is there and the newest deletion (0 for none), void
 * ones left out. Where both are the same, two changes of one version wait to be settled, and nobody
 * can say yet whether the record is there.
 */
export const heads = (events: EventTableName, keys: string) => `
    SELECT
      key,
      MAX(version) AS highest_version,
      MAX(IF(is_void OR operation = 'delete', 0, version)) AS live_version,
      MAX(IF(is_void OR operation <> 'delete', 0, version)) AS deleted_version
    FROM (
      SELECT key, version, operation, event_id IN ${withdrawnIn(events)} AS is_void
      FROM ${events}
      WHERE key IN ${keys} AND withdraws IS NULL
    )
    GROUP BY key`;

/** The keys among `keys` whose records are there beyond doubt. */
export const liveKeys = (events: EventTableName, keys: string) => `
    SELECT key FROM (${heads(events, keys)}
    )
    WHERE live_version > deleted_version`;

import type { Statement } from '../../statement.ts';
import { type EventTable, referredTables } from '../event-table.ts';
import { heads, liveKeys } from './heads.ts';
import { referrers } from './referrers.ts';

const writtenKeys = '(SELECT key FROM UNNEST(@writes))';

/** What a write refers to is there. */
const anchored = ({ refersBy }: EventTable) =>
  refersBy.map(
    (column) => `(
    written.${column} IS NULL
    OR written.${column} IN (${liveKeys(referredTables[column], `(SELECT ${column} FROM UNNEST(@writes))`)}
    )
  )`,
  );

/** What a write deletes is referred to by nothing. */
const unreferred = ({ referredBy }: EventTable) =>
  referredBy === null
    ? []
    : [
        `(
    written.operation <> 'delete'
    OR written.key NOT IN (
      SELECT referred FROM (${referrers(referredBy, writtenKeys)}
      )
    )
  )`,
      ];

/**
 * Appends those of the writes that may be made: creates a key that isn't there, replaces or
 * deletes one that is, at the expected version where one is given, refers to what is there, deletes
 * what nothing refers to (which is looked at where `hasDeletions`). Nothing is deleted, replaced or
 * created where two changes wait to be settled that leave it open whether the key is there. The keys
 * of `writes` are distinct; a write that was appended before is not appended again.
 */
export function appendEvents(table: EventTable, hasDeletions: boolean): Statement {
  const conditions = [...anchored(table), ...(hasDeletions ? unreferred(table) : [])];
  return {
    sql: `INSERT INTO ${table.events} (
  event_id, key, version, operation, payload, step_ref, entity_ref, changed_by, reason, changed_at
)
SELECT
  written.event_id, written.key, IFNULL(head.highest_version, 0) + 1, written.operation,
  written.payload, written.step_ref, written.entity_ref, written.changed_by, written.reason,
  CURRENT_TIMESTAMP()
FROM UNNEST(@writes) AS written
LEFT JOIN (${heads(table.events, writtenKeys)}
) AS head ON head.key = written.key
WHERE IF(
    written.operation = 'create',
    IFNULL(head.live_version, 0) = 0 OR head.live_version < head.deleted_version,
    head.live_version > head.deleted_version
  )
  AND (written.expected_version IS NULL OR written.expected_version = head.live_version)
  AND written.event_id NOT IN (SELECT event_id FROM ${table.events} WHERE key IN ${writtenKeys})
${conditions.map((condition) => `  AND ${condition}\n`).join('')}`.trimEnd(),
    types: {
      writes: [
        {
          event_id: 'STRING',
          key: 'STRING',
          expected_version: 'INT64',
          operation: 'STRING',
          payload: 'STRING',
          step_ref: 'STRING',
          entity_ref: 'STRING',
          changed_by: 'STRING',
          reason: 'STRING',
        },
      ],
    },
  };
}

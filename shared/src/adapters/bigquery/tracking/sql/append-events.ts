import type { Statement } from '../../statement.ts';
import { type EventTable, referredTables } from '../event-table.ts';
import { heads, liveKeys } from './heads.ts';
import { referrers } from './referrers.ts';

/** What a write refers to is there. */
const anchored = (table: EventTable) =>
  table.refersBy.map(
    (column) => `
  AND (
    written.operation = 'delete'
    OR written.${column} IS NULL
    OR written.${column} IN ${liveKeys(referredTables[column], `(SELECT ${column} FROM UNNEST(@writes))`)}
  )`,
  );

/** What a write deletes is referred to by nothing. */
const unreferred = ({ referredBy }: EventTable) =>
  referredBy === null
    ? []
    : [
        `
  AND (
    written.operation <> 'delete'
    OR written.key NOT IN (SELECT referred FROM (${referrers(referredBy, '(SELECT key FROM UNNEST(@writes))')}))
  )`,
      ];

/**
 * Appends those of the writes that may be made: creates a key that isn't there, replaces or
 * deletes one that is, at the expected version where one is given, refers to what is there, deletes
 * what nothing refers to. A write that was appended before is not appended again. Keys in `writes`
 * are distinct.
 */
export const appendEvents = (table: EventTable): Statement => ({
  sql: `INSERT INTO ${table.events} (event_id, key, version, operation, payload, step_ref, entity_ref, changed_by, reason, changed_at)
SELECT
  written.event_id,
  written.key,
  IFNULL(head.highest_version, 0) + 1,
  written.operation,
  written.payload,
  IF(written.operation = 'delete', head.step_ref, written.step_ref),
  IF(written.operation = 'delete', head.entity_ref, written.entity_ref),
  written.changed_by,
  written.reason,
  CURRENT_TIMESTAMP()
FROM UNNEST(@writes) AS written
LEFT JOIN ${heads(table.events, '(SELECT key FROM UNNEST(@writes))')} AS head
  ON head.key = written.key
WHERE (written.operation = 'create') = (IFNULL(head.operation, 'delete') = 'delete')
  AND (written.expected_version IS NULL OR written.expected_version = head.version)
  AND written.event_id NOT IN (
    SELECT event_id FROM ${table.events} WHERE key IN (SELECT key FROM UNNEST(@writes))
  )${[...anchored(table), ...unreferred(table)].join('')}`,
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
});

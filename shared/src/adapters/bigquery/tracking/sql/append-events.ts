import type { Statement } from '../../statement.ts';
import { type EventTable, referredTables } from '../event-table.ts';
import { heads, liveKeys } from './heads.ts';
import { referrers } from './referrers.ts';

const writtenKeys = '(SELECT key FROM UNNEST(@writes))';

interface Condition {
  readonly source: string;
  readonly holds: string;
}

/** What a write refers to is there. */
const anchored = ({ refersBy }: EventTable): Condition[] =>
  refersBy.map((column) => ({
    source: `live_${column} AS (${liveKeys(referredTables[column], `(SELECT ${column} FROM UNNEST(@writes))`)}
  )`,
    holds: `(
    written.operation = 'delete'
    OR written.${column} IS NULL
    OR written.${column} IN (SELECT key FROM live_${column})
  )`,
  }));

/** What a write deletes is referred to by nothing. */
const unreferred = ({ referredBy }: EventTable): Condition[] =>
  referredBy === null
    ? []
    : [
        {
          source: `referrer AS (${referrers(referredBy, writtenKeys)}
  )`,
          holds: `(written.operation <> 'delete' OR written.key NOT IN (SELECT referred FROM referrer))`,
        },
      ];

/**
 * Appends those of the writes that may be made: creates a key that isn't there, replaces or
 * deletes one that is, at the expected version where one is given, refers to what is there, deletes
 * what nothing refers to. Nothing is appended to a key whose newest changes wait to be settled, and
 * no write a second time. The keys of `writes` are distinct.
 */
export function appendEvents(table: EventTable): Statement {
  const conditions = [...anchored(table), ...unreferred(table)];
  const sources = [
    `head AS (${heads(table.events, writtenKeys)}
  )`,
    ...conditions.map(({ source }) => source),
  ];
  return {
    sql: `INSERT INTO ${table.events} (
  event_id, key, version, operation, payload, step_ref, entity_ref, changed_by, reason, changed_at
)
WITH
  ${sources.join(',\n  ')}
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
LEFT JOIN head ON head.key = written.key
WHERE (written.operation = 'create') = (IFNULL(head.operation, 'delete') = 'delete')
  AND NOT IFNULL(head.is_contested, FALSE)
  AND (written.expected_version IS NULL OR written.expected_version = head.version)
  AND written.event_id NOT IN (SELECT event_id FROM ${table.events} WHERE key IN ${writtenKeys})
  ${conditions.map(({ holds }) => `AND ${holds}`).join('\n  ')}`.trimEnd(),
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

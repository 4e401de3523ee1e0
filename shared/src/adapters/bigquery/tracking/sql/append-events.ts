import type { Statement } from '../../statement.ts';
import { type EventTable, referredTables } from '../event-table.ts';
import { heads, liveKeys } from './heads.ts';
import { referrers } from './referrers.ts';

/** What a write refers to is there. An OR that isn't needed would cost a quarter of the statement. */
const anchored = ({ refersBy, mayReferToNone }: EventTable, hasDeletions: boolean) =>
  refersBy.map((column) => {
    const keys = `UNNEST(@${column}s)`;
    const isThere = `written.${column} IN (${liveKeys(referredTables[column], keys)}
  )`;
    return hasDeletions || mayReferToNone ? `(written.${column} IS NULL OR ${isThere})` : isThere;
  });

/** What a write deletes is referred to by nothing. */
const unreferred = ({ referredBy }: EventTable) =>
  referredBy === null
    ? []
    : [
        `(
    written.operation <> 'delete'
    OR written.key NOT IN (
      SELECT referred FROM (${referrers(referredBy, 'UNNEST(@keys)')}
      )
    )
  )`,
      ];

/**
 * Appends those of the writes that may be made: creates a key that isn't there, replaces or
 * deletes one that is, at the expected version where one is given, refers to what is there, deletes
 * what nothing refers to (deletions are only among the writes where `hasDeletions`). Where two
 * changes wait to be settled that leave it open whether a key is there, nothing is appended to it.
 * The keys of `writes` are distinct, and `keys`; what the writes refer to is given once more as
 * `step_refs` and `entity_refs`: lists of texts are planned in less time. A replacement that is sent twice, because the answer was lost,
 * may be appended twice, under the same `event_id`: readers take it for one change.
 */
export function appendEvents(table: EventTable, hasDeletions: boolean): Statement {
  const conditions = [...anchored(table, hasDeletions), ...(hasDeletions ? unreferred(table) : [])];
  return {
    sql: `INSERT INTO ${table.events} (
  event_id, key, version, operation, payload, step_ref, entity_ref, changed_by, reason, changed_at
)
SELECT
  written.event_id, written.key, IFNULL(head.highest_version, 0) + 1, written.operation,
  written.payload, written.step_ref, written.entity_ref, written.changed_by, written.reason,
  CURRENT_TIMESTAMP()
FROM UNNEST(@writes) AS written
LEFT JOIN (${heads(table.events, 'UNNEST(@keys)')}
) AS head ON head.key = written.key
WHERE IF(
    written.operation = 'create',
    IFNULL(head.live_version, 0) = 0 OR head.live_version < head.deleted_version,
    head.live_version > head.deleted_version
  )
  AND (written.expected_version IS NULL OR written.expected_version = head.live_version)
${conditions.map((condition) => `  AND ${condition}\n`).join('')}`.trimEnd(),
    types: {
      keys: ['STRING'],
      ...Object.fromEntries(table.refersBy.map((column) => [`${column}s`, ['STRING']])),
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

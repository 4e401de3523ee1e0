import type { Statement } from '../../statement.ts';
import { type EventTable, type ReferenceColumn, referredTables } from '../event-table.ts';
import { liveKeys, withdrawnIn } from './heads.ts';

const referenceColumns: readonly ReferenceColumn[] = ['step_ref', 'entity_ref'];

/** Whether what the changes refer to is there; true for a column that refers to nothing. */
const anchors = ({ events, refersBy }: EventTable) =>
  referenceColumns.map((column) => {
    if (!refersBy.includes(column)) return `\n  TRUE AS has_${column},`;
    const keys = `(SELECT ${column} FROM ${events} WHERE key IN UNNEST(@keys))`;
    return `\n  ${column} IS NULL OR ${column} IN ${liveKeys(referredTables[column], keys)} AS has_${column},`;
  });

/**
 * Reads of each key the changes from the version on that one of `event_ids` made, or of the newest
 * version that counts. Void ones of those versions are among them: they keep their places among
 * the changes of the same version.
 */
export const readEvents = (table: EventTable, withAnchors: boolean): Statement => ({
  sql: `SELECT
  event_id, key, version, operation, payload, changed_by, reason, changed_at, is_void,${
    withAnchors ? anchors(table).join('') : ''
  }
FROM (
  SELECT *, event_id IN ${withdrawnIn(table.events)} AS is_void
  FROM ${table.events}
  WHERE key IN UNNEST(@keys) AND withdraws IS NULL
)
WHERE TRUE
QUALIFY version >= IFNULL(
  MIN(IF(event_id IN UNNEST(@event_ids), version, NULL)) OVER (PARTITION BY key),
  MAX(IF(is_void, NULL, version)) OVER (PARTITION BY key)
)`,
  types: { keys: ['STRING'], event_ids: ['STRING'] },
});

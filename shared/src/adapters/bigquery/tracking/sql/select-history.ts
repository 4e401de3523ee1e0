import { resourceNames } from '../../../../domain/tracking/resource.ts';
import type { Statement } from '../../statement.ts';
import { eventTables } from '../event-table.ts';
import { withdrawnIn } from './heads.ts';

const allChanges = resourceNames
  .map((resource) => {
    const { events } = eventTables[resource];
    return `
    SELECT '${resource}' AS resource, *, event_id IN ${withdrawnIn(events)} AS is_void
    FROM ${events}
    WHERE withdraws IS NULL`;
  })
  .join('\n    UNION ALL');

/**
 * A page of the changes of all resources, newest first, each with the record that was there
 * before. A deletion counts to what its record referred to. Filters that are NULL let everything through.
 */
export const selectHistory: Statement = {
  sql: `SELECT
  resource, event_id, key, version, operation, payload, changed_by, reason, changed_at, is_void,
  IF(is_void, NULL, payload_before) AS old_payload
FROM (
  SELECT
    resource, event_id, key, version, operation, payload, changed_by, reason, changed_at, is_void,
    LAG(payload) OVER earlier AS payload_before,
    IF(operation = 'delete', LAG(step_ref) OVER earlier, step_ref) AS step_ref,
    IF(operation = 'delete', LAG(entity_ref) OVER earlier, entity_ref) AS entity_ref
  FROM (${allChanges}
  )
  WHERE TRUE
  QUALIFY ROW_NUMBER() OVER (PARTITION BY resource, event_id ORDER BY version) = 1
  WINDOW earlier AS (PARTITION BY resource, key, is_void ORDER BY version, changed_at, event_id)
)
WHERE (@resource IS NULL OR resource = @resource)
  AND (@step IS NULL OR step_ref = @step OR (resource = 'phase' AND key = @step))
  AND (@entity IS NULL OR entity_ref = @entity OR (resource = 'entity' AND key = @entity))
  AND (@object IS NULL OR (resource = 'entity_object' AND key = @object))
  AND (@operation IS NULL OR operation = @operation)
  AND (@actor IS NULL OR changed_by = @actor)
  AND (@since IS NULL OR changed_at >= @since)
  AND (@until IS NULL OR changed_at < @until)
  AND (
    @before IS NULL
    OR changed_at < @before
    OR (changed_at = @before AND event_id < @before_id)
  )
ORDER BY changed_at DESC, event_id DESC
LIMIT @most`,
  types: {
    resource: 'STRING',
    step: 'STRING',
    entity: 'STRING',
    object: 'STRING',
    operation: 'STRING',
    actor: 'STRING',
    since: 'TIMESTAMP',
    until: 'TIMESTAMP',
    before: 'TIMESTAMP',
    before_id: 'STRING',
    most: 'INT64',
  },
};

import type { Statement } from '../../statement.ts';
import { withdrawnIn } from './heads.ts';

/**
 * The newest attempt of each entity at each phase, and how many attempts there were since the
 * progress was created: how many different starts its changes name.
 */
export const selectTriedProgress: Statement = {
  sql: `SELECT
  progress.step_id, progress.entity_id, progress.start_date_time, progress.end_date_time,
  progress.is_successful, COUNT(DISTINCT JSON_VALUE(change.payload, '$.start_date_time')) AS attempts
FROM tbl_migration_progress AS progress
JOIN (
  SELECT
    key, version, payload,
    MAX(IF(operation = 'create', version, NULL)) OVER (PARTITION BY key) AS created
  FROM progress_event
  WHERE withdraws IS NULL AND event_id NOT IN ${withdrawnIn('progress_event')}
) AS change
  ON change.key = CONCAT(CAST(progress.step_id AS STRING), '/', CAST(progress.entity_id AS STRING))
WHERE change.version BETWEEN change.created AND progress.version
  AND (@entity_id IS NULL OR progress.entity_id = @entity_id)
GROUP BY
  progress.step_id, progress.entity_id, progress.start_date_time, progress.end_date_time,
  progress.is_successful`,
  types: { entity_id: 'INT64' },
};

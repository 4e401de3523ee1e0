-- The newest attempt of each entity at each phase. Where two changes have the same version, is_contested is true until the later one is withdrawn.
SELECT
  CAST(JSON_VALUE(payload, '$.step_id') AS INT64) AS step_id,
  CAST(JSON_VALUE(payload, '$.entity_id') AS INT64) AS entity_id,
  CAST(JSON_VALUE(payload, '$.start_date_time') AS TIMESTAMP) AS start_date_time,
  CAST(JSON_VALUE(payload, '$.end_date_time') AS TIMESTAMP) AS end_date_time,
  CAST(JSON_VALUE(payload, '$.is_successful') AS BOOL) AS is_successful,
  version,
  changed_at,
  changed_by,
  is_contested
FROM (
  SELECT
    operation, payload, version, changed_at, changed_by,
    MIN(event_id) OVER (PARTITION BY key, version) <> MAX(event_id) OVER (PARTITION BY key, version) AS is_contested
  FROM `${project}.${dataset}.progress_event`
  WHERE withdraws IS NULL
    AND event_id NOT IN (SELECT withdraws FROM `${project}.${dataset}.progress_event` WHERE withdraws IS NOT NULL)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY key ORDER BY version DESC, changed_at, event_id) = 1
)
WHERE operation <> 'delete'

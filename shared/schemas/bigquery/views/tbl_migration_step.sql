-- The phases as they are now. Where two changes have the same version, is_contested is true until the later one is withdrawn.
SELECT
  CAST(JSON_VALUE(payload, '$.step_id') AS INT64) AS step_id,
  JSON_VALUE(payload, '$.name') AS name,
  JSON_VALUE(payload, '$.description') AS description,
  CAST(JSON_VALUE(payload, '$.orders') AS INT64) AS orders,
  CAST(JSON_VALUE(payload, '$.is_optional') AS BOOL) AS is_optional,
  CAST(JSON_VALUE(payload, '$.parent_step_id') AS INT64) AS parent_step_id,
  version,
  changed_at,
  changed_by,
  is_contested
FROM (
  SELECT
    operation, payload, version, changed_at, changed_by,
    MIN(event_id) OVER (PARTITION BY key, version) <> MAX(event_id) OVER (PARTITION BY key, version) AS is_contested
  FROM `${project}.${dataset}.step_event`
  WHERE withdraws IS NULL
    AND event_id NOT IN (SELECT withdraws FROM `${project}.${dataset}.step_event` WHERE withdraws IS NOT NULL)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY key ORDER BY version DESC, changed_at, event_id) = 1
)
WHERE operation <> 'delete'

-- The entities' objects as they are now. Where two changes have the same version, is_contested is true until the later one is withdrawn.
SELECT
  CAST(JSON_VALUE(payload, '$.object_id') AS INT64) AS object_id,
  CAST(JSON_VALUE(payload, '$.entity_id') AS INT64) AS entity_id,
  JSON_VALUE(payload, '$.name') AS name,
  CAST(JSON_VALUE(payload, '$.size_in_mb') AS INT64) AS size_in_mb,
  version,
  changed_at,
  changed_by,
  is_contested
FROM (
  SELECT
    operation, payload, version, changed_at, changed_by,
    MIN(event_id) OVER (PARTITION BY key, version) <> MAX(event_id) OVER (PARTITION BY key, version) AS is_contested
  FROM `${project}.${dataset}.entity_object_event`
  WHERE withdraws IS NULL
    AND event_id NOT IN (SELECT withdraws FROM `${project}.${dataset}.entity_object_event` WHERE withdraws IS NOT NULL)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY key ORDER BY version DESC, changed_at, event_id) = 1
)
WHERE operation <> 'delete'

-- The entities as they are now. Where two changes have the same version, is_contested is true until the later one is withdrawn.
SELECT
  CAST(JSON_VALUE(payload, '$.entity_id') AS INT64) AS entity_id,
  JSON_VALUE(payload, '$.application_name') AS application_name,
  JSON_VALUE(payload, '$.source_server') AS source_server,
  JSON_VALUE(payload, '$.source_database') AS source_database,
  JSON_VALUE(payload, '$.target_server') AS target_server,
  JSON_VALUE(payload, '$.target_database') AS target_database,
  CAST(JSON_VALUE(payload, '$.is_spdb') AS BOOL) AS is_spdb,
  JSON_VALUE(payload, '$.migration_type') AS migration_type,
  JSON_VALUE(payload, '$.migrator') AS migrator,
  JSON_VALUE(payload, '$.env') AS env,
  version,
  changed_at,
  changed_by,
  is_contested
FROM (
  SELECT
    operation, payload, version, changed_at, changed_by,
    MIN(event_id) OVER (PARTITION BY key, version) <> MAX(event_id) OVER (PARTITION BY key, version) AS is_contested
  FROM `${project}.${dataset}.entity_event`
  WHERE withdraws IS NULL
    AND event_id NOT IN (SELECT withdraws FROM `${project}.${dataset}.entity_event` WHERE withdraws IS NOT NULL)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY key ORDER BY version DESC, changed_at, event_id) = 1
)
WHERE operation <> 'delete'

import type { Statement } from '../../statement.ts';

/** The entities, and what their objects add up to. Filters that are NULL let everything through. */
export const selectSizedEntities: Statement = {
  sql: `SELECT
  entity.entity_id, entity.application_name, entity.source_server, entity.source_database,
  entity.target_server, entity.target_database, entity.is_spdb, entity.migration_type,
  entity.migrator, entity.env,
  IFNULL(sizes.objects, 0) AS objects,
  IFNULL(sizes.size_in_mb, 0) AS size_in_mb
FROM tbl_migration_entity AS entity
LEFT JOIN (
  SELECT entity_id, COUNT(*) AS objects, SUM(size_in_mb) AS size_in_mb
  FROM tbl_migration_entity_objects
  GROUP BY entity_id
) AS sizes ON sizes.entity_id = entity.entity_id
WHERE (@entity_id IS NULL OR entity.entity_id = @entity_id)
  AND (@env IS NULL OR entity.env = @env)`,
  types: { entity_id: 'INT64', env: 'STRING' },
};

import type { Statement } from '../../statement.ts';

/** The facts of an entity of some kinds, each once, oldest first. */
export const selectEvidence: Statement = {
  sql: `SELECT
  evidence_id, kind, entity_id, env, stage, subject, object_name, result, count, started_at, occurred_at, link, detail,
  recorded_by
FROM evidence_event
WHERE entity_id = @entity_id AND (@env IS NULL OR env = @env) AND kind IN UNNEST(@kinds)
QUALIFY ROW_NUMBER() OVER (PARTITION BY evidence_id ORDER BY recorded_at) = 1
ORDER BY occurred_at, evidence_id`,
  types: { entity_id: 'INT64', env: 'STRING', kinds: ['STRING'] },
};

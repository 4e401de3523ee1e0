import type { Statement } from '../../statement.ts';

/** Keeps facts whose ids are not there yet. Those that overlap may be kept twice; readers count each id once. */
export const keepEvidence: Statement = {
  sql: `INSERT INTO evidence_event (evidence_id, kind, entity_id, env, stage, subject, object_name, result, count, started_at, occurred_at, link, detail, recorded_by, recorded_at)
SELECT
  evidence_id, kind, entity_id, env, stage, subject, object_name, result, count, started_at, occurred_at, link, detail,
  recorded_by, CURRENT_TIMESTAMP()
FROM UNNEST(@facts)
WHERE evidence_id NOT IN (
  SELECT evidence_id FROM evidence_event WHERE evidence_id IN (SELECT evidence_id FROM UNNEST(@facts))
)`,
  types: {
    facts: [
      {
        evidence_id: 'STRING',
        kind: 'STRING',
        entity_id: 'INT64',
        env: 'STRING',
        stage: 'STRING',
        subject: 'STRING',
        object_name: 'STRING',
        result: 'STRING',
        count: 'INT64',
        started_at: 'TIMESTAMP',
        occurred_at: 'TIMESTAMP',
        link: 'STRING',
        detail: 'STRING',
        recorded_by: 'STRING',
      },
    ],
  },
};

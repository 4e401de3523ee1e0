import {
  type Evidence,
  type EvidenceStore,
  evidenceSchema,
} from '../../../domain/tracking/evidence.ts';
import type { Row, RunStatement } from '../statement.ts';
import { keepEvidence } from './sql/keep-evidence.ts';
import { selectEvidence } from './sql/select-evidence.ts';

function readEvidence(row: Row): Evidence {
  const { detail, started_at, occurred_at, ...rest } = row;
  return evidenceSchema.parse({
    ...rest,
    started_at: started_at === null ? null : new Date(String(started_at)).toISOString(),
    occurred_at: new Date(String(occurred_at)).toISOString(),
    detail: detail === null ? null : JSON.parse(String(detail)),
  });
}

/** Facts in the table `evidence_event`. */
export function bigqueryEvidenceStore(run: RunStatement): EvidenceStore {
  return {
    async keep(evidence) {
      const once = new Map(evidence.map((fact) => [fact.evidence_id, fact]));
      const facts = [...once.values()].map(({ detail, ...rest }) => ({
        ...rest,
        detail: detail === null ? null : JSON.stringify(detail),
      }));
      await run(keepEvidence, { facts });
    },
    async read(entityId, env, kinds) {
      const rows = await run(selectEvidence, { entity_id: entityId, env, kinds });
      return rows.map(readEvidence);
    },
  };
}

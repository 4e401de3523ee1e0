import type { TrackingRecord } from '../tracking/tracking-record.ts';
import type { Manifest } from './manifest.ts';
import type { Proof } from './proof.ts';

/** A fact about a set. */
export type SetFact = Extract<TrackingRecord, { record: 'fact' }>;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** What a set comes to in all. */
export function countSet({ tables }: Manifest) {
  return {
    tables: tables.length,
    rows: sum(tables.map(({ rows }) => rows)),
    bytes: sum(tables.map(({ bytes }) => bytes)),
  };
}

/** A finished set as a fact of the entity whose database it holds; `link` leads to its manifest. */
export function recordSet(manifest: Manifest, entityId: number, link: string): SetFact {
  const { set_id, taken_at, finished_at } = manifest;
  const counts = countSet(manifest);
  return {
    record: 'fact',
    evidence_id: `backup/${set_id}`,
    kind: 'backup',
    entity_id: entityId,
    stage: null,
    subject: set_id,
    object_name: null,
    result: 'passed',
    count: counts.rows,
    started_at: taken_at,
    occurred_at: finished_at,
    link,
    detail: counts,
  };
}

/** A drill as a fact of the entity whose database the set holds; `link` leads to the set's manifest. */
export function recordDrill(proof: Proof, entityId: number, link: string): SetFact {
  const { set_id, started_at, finished_at, passed, tables, rows, bytes, faults } = proof;
  return {
    record: 'fact',
    evidence_id: `drill/${set_id}/${finished_at}`,
    kind: 'drill',
    entity_id: entityId,
    stage: null,
    subject: set_id,
    object_name: null,
    result: passed ? 'passed' : 'failed',
    count: rows,
    started_at,
    occurred_at: finished_at,
    link,
    detail: { tables, rows, bytes, faults: faults.length },
  };
}

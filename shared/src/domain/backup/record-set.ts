import type { TrackingRecord } from '../tracking/tracking-record.ts';
import type { Manifest } from './manifest.ts';

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
export function recordSet(manifest: Manifest, entityId: number, link: string): TrackingRecord {
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

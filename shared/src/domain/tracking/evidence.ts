import * as z from 'zod';
import { wholeNumberSchema } from './field-schemas.ts';
import { environments, stages } from './phase-name.ts';

/**
 * What the functions state of their own work, each fact once. `load`, `restore` and `schema`: work
 * that has started or ended. `validation`: a comparison of two copies. `rejects`: how many records
 * of an object are refused and open. `backup`: a backup set was finished. `drill`: a backup set was
 * restored and compared.
 */
export const evidenceKinds = [
  'load',
  'restore',
  'schema',
  'validation',
  'rejects',
  'backup',
  'drill',
] as const;

export type EvidenceKind = (typeof evidenceKinds)[number];

/** One fact (table `evidence_event`). */
export const evidenceSchema = z.strictObject({
  /** Two facts with the same id are the same fact, kept once. */
  evidence_id: z.string().min(1).max(200),
  kind: z.enum(evidenceKinds),
  entity_id: wholeNumberSchema('entity_id'),
  env: z.enum(environments),
  /** Which of the env's phases it is part of, where it is work. */
  stage: z.enum(stages).nullable(),
  /** Id of the load, validation or backup set that it is about. */
  subject: z.string().min(1).max(200),
  /** The table that it is about, where it is about one. */
  object_name: z.string().max(128).nullable(),
  result: z.enum(['started', 'passed', 'failed']).nullable(),
  /** Open rejects for `rejects`; rows for work. */
  count: wholeNumberSchema('count').nullable(),
  /** When the work began, where it is work. ISO 8601, UTC. */
  started_at: z.iso.datetime().nullable(),
  /** When what it states was so. ISO 8601, UTC. */
  occurred_at: z.iso.datetime(),
  /** Where to read more. */
  link: z.string().max(2048).nullable(),
  /** Counts by name. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullable(),
  /** The function that states it. */
  recorded_by: z.string().max(200),
});

export type Evidence = z.infer<typeof evidenceSchema>;

/** Facts of an entity in one environment. */
export interface EvidenceStore {
  /** Keeps facts, each once. One that is there already stays as it is. */
  keep(evidence: readonly Evidence[]): Promise<void>;
  /** All facts of these kinds, oldest first; of both environments for null. */
  read(
    entityId: number,
    env: Evidence['env'] | null,
    kinds: readonly EvidenceKind[],
  ): Promise<readonly Evidence[]>;
}

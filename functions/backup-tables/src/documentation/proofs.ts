import { proofKinds } from '@cutover/shared/domain/backup/proof.ts';
import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';
import { exampleInstant, exampleSet } from './examples.ts';

const count = z.int().min(0);

const proof = {
  kind: z.enum(proofKinds),
  set_id: z.string(),
  passed: z.boolean(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime(),
  tables: count,
  rows: count,
  bytes: count,
  faults: z.array(
    z.object({ object: z.string(), table: z.string().nullable(), reason: z.string() }),
  ),
};

export const proofAnswerSchema = z.object(proof);
export const keptProofSchema = z.object({ version: z.literal(1), ...proof });
export const proofMarkSchema = z.object({ kind: proof.kind, passed: z.boolean(), at: z.string() });

const answer = {
  kind: 'verify',
  set_id: exampleSet,
  passed: true,
  started_at: exampleInstant,
  finished_at: exampleInstant,
  tables: 3,
  rows: 1999,
  bytes: 48210,
  faults: [],
};

const about = (kind: string): Documentation => ({
  answers: { 200: { description: 'What it found, good or bad.', schema: proofAnswerSchema } },
  problems: ['not-found', 'busy', 'invalid-object', 'unsupported'],
  examples: [{ summary: `A ${kind}`, path: { id: exampleSet }, answer: { ...answer, kind } }],
});

export const verifyDocumentation = about('verify');
export const drillDocumentation = about('drill');

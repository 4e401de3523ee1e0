import { environments, phaseNames } from '@cutover/shared/domain/tracking/phase-name.ts';
import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';

const count = z.int().min(0);
const share = z.number().min(0).max(1).nullable();
const seconds = count.nullable();
const states = ['not_started', 'running', 'succeeded', 'failed', 'ended', 'skipped'] as const;

const phaseSchema = z.object({
  step_id: count,
  name: z.enum(phaseNames),
  state: z.enum(states),
  attempts: count,
  start_date_time: z.string().nullable(),
  end_date_time: z.string().nullable(),
  duration_seconds: seconds,
});

const entitySchema = z.object({
  entity_id: count,
  application_name: z.string(),
  env: z.enum(environments),
  objects: count,
  size_in_mb: count,
  phases: z.array(phaseSchema),
  share_done: share,
  seconds_left: seconds,
});

const totalSchema = z.object({
  entities: count,
  objects: count,
  size_in_mb: count,
  share_done: share,
  seconds_left: seconds,
});

export const overviewDocumentation: Documentation = {
  answers: {
    200: {
      description: 'Every entity at every phase, and all together.',
      schema: z.object({ entities: z.array(entitySchema), total: totalSchema }),
    },
  },
  examples: [{ summary: 'One entity', query: { entity_id: '70' } }],
};

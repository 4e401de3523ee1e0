import {
  flagParameter,
  textSchema,
  wholeNumberParameter,
  wholeNumberSchema,
} from '@cutover/shared/domain/tracking/field-schemas.ts';
import { type Phase, phaseSchema } from '@cutover/shared/domain/tracking/phase.ts';
import { phaseNameSchema, phaseNames } from '@cutover/shared/domain/tracking/phase-name.ts';
import * as z from 'zod';
import type { Resource } from '../resource.ts';

const key = { step_id: wholeNumberParameter('step_id') };

export const phases: Resource<'phase', Phase> = {
  name: 'phase',
  title: 'phase',
  path: '/api/v1/phase-table',
  key: z.strictObject(key),
  filter: z.strictObject({
    ...key,
    name: phaseNameSchema,
    description: textSchema('description', 0, 512),
    orders: wholeNumberParameter('orders'),
    is_optional: flagParameter('is_optional'),
    parent_step_id: wholeNumberParameter('parent_step_id'),
  }),
  body: phaseSchema,
  record: z.object({
    step_id: wholeNumberSchema('step_id'),
    name: z.enum(phaseNames),
    description: z.string(),
    orders: wholeNumberSchema('orders'),
    is_optional: z.boolean(),
    parent_step_id: wholeNumberSchema('parent_step_id').nullable(),
  }),
  example: {
    body: { step_id: 90, name: 'Dev Data Movement', description: 'A rehearsal', orders: 90 },
    change: { is_optional: true },
  },
  storeOf: ({ store }) => store.phase,
  create: ({ store }, ...phase) => store.phase.create(...phase),
  replace: ({ store }, ...phase) => store.phase.replace(...phase),
};

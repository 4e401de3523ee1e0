import { environments, phaseNames, stages } from '@cutover/shared/domain/tracking/phase-name.ts';
import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';

const phases = z.array(
  z.object({
    name: z.enum(phaseNames),
    enum_name: z.string(),
    orders: z.int(),
    env: z.enum(environments).nullable(),
    stage: z.enum(stages).nullable(),
    step_ids: z.array(z.int()),
  }),
);

const example = {
  name: 'Dev Data Movement',
  enum_name: 'DEV_DATA_MOVEMENT',
  orders: 4,
  env: 'Development',
  stage: 'Data Movement',
  step_ids: [4],
};

export const listPhasesDocumentation: Documentation = {
  answers: { 200: { description: 'All seventeen.', schema: z.object({ phases }) } },
  examples: [{ summary: 'The phases', answer: { phases: [example] } }],
};

const setUpSchema = z.object({ message: z.string(), added: z.array(z.enum(phaseNames)), phases });

export const setUpPhasesDocumentation: Documentation = {
  answers: {
    200: { description: 'All were there.', schema: setUpSchema },
    201: { description: 'The phases that were missing are there now.', schema: setUpSchema },
  },
  problems: ['conflict'],
  examples: [{ summary: 'Set them up', status: 201 }],
};

import { dateTimeSchema } from '@cutover/shared/domain/tracking/date-time.ts';
import {
  flagParameter,
  wholeNumberParameter,
  wholeNumberSchema,
} from '@cutover/shared/domain/tracking/field-schemas.ts';
import { type ProgressInput, progressSchema } from '@cutover/shared/domain/tracking/progress.ts';
import { createProgress, replaceProgress } from '@cutover/shared/domain/tracking/write-progress.ts';
import * as z from 'zod';
import type { Resource } from '../resource.ts';

const key = {
  step_id: wholeNumberParameter('step_id'),
  entity_id: wholeNumberParameter('entity_id'),
};

export const progress: Resource<'progress', ProgressInput> = {
  name: 'progress',
  title: 'phase progress',
  path: '/api/v1/process-table',
  key: z.strictObject(key),
  filter: z.strictObject({
    ...key,
    start_date_time: dateTimeSchema,
    end_date_time: dateTimeSchema,
    is_successful: flagParameter('is_successful'),
  }),
  body: progressSchema,
  record: z.object({
    step_id: wholeNumberSchema('step_id'),
    entity_id: wholeNumberSchema('entity_id'),
    start_date_time: z.string(),
    end_date_time: z.string().nullable(),
    is_successful: z.boolean().nullable(),
  }),
  example: {
    body: { step_id: 90, entity_id: 70, start_date_time: '2026-11-02 08:00:00' },
    change: { end_date_time: '2026-11-02 11:30:00', is_successful: true },
  },
  storeOf: ({ store }) => store.progress,
  create: createProgress,
  replace: replaceProgress,
};

import {
  type Change,
  compareRecords,
  type HistoryFilter,
} from '@cutover/shared/domain/tracking/change.ts';
import { momentParameter } from '@cutover/shared/domain/tracking/date-time.ts';
import {
  oneOf,
  textSchema,
  wholeNumberParameter,
} from '@cutover/shared/domain/tracking/field-schemas.ts';
import { resourceNames } from '@cutover/shared/domain/tracking/resource.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { pageOf, pageParameters } from '@cutover/shared/runtime/page-parameters.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import type { Ports } from './ports.ts';

const operations = ['create', 'replace', 'delete'] as const;

const key = z.int().optional();

const changeSchema = z.object({
  resource: z.enum(resourceNames),
  step_id: key,
  entity_id: key,
  object_id: key,
  version: z.int(),
  operation: z.enum(operations),
  at: z.string(),
  actor: z.string(),
  reason: z.string().nullable(),
  is_withdrawn: z.boolean(),
  changed: z.array(z.string()),
  old: z.record(z.string(), z.unknown()).nullable(),
  new: z.record(z.string(), z.unknown()).nullable(),
});

const querySchema = z.strictObject({
  resource: oneOf('resource', resourceNames).optional(),
  step_id: wholeNumberParameter('step_id').optional(),
  entity_id: wholeNumberParameter('entity_id').optional(),
  object_id: wholeNumberParameter('object_id').optional(),
  operation: oneOf('operation', operations).optional(),
  actor: textSchema('actor', 1, 320).optional(),
  since: momentParameter.optional(),
  until: momentParameter.optional(),
  ...pageParameters,
});

function describeChange(change: Change) {
  return {
    resource: change.resource,
    ...change.key,
    version: change.version,
    operation: change.operation,
    at: change.at,
    actor: change.actor,
    reason: change.reason,
    is_withdrawn: change.isWithdrawn,
    changed: compareRecords(change.old, change.new).map(({ field }) => field),
    old: change.old,
    new: change.new,
  };
}

/** Who changed what and when, newest first, with the record as it was and as it became. */
export const historyRoute = route({
  method: 'GET',
  paths: ['/api/v1/history'],
  access: 'viewer',
  summary: 'Who changed what and when',
  query: querySchema,
  documentation: {
    answers: {
      200: {
        description: 'The changes, newest first.',
        schema: z.object({ items: z.array(changeSchema), next: z.string().nullable() }),
      },
    },
    examples: [{ summary: 'What became of an entity', query: { entity_id: '70', limit: '3' } }],
  },
  run: async ({ store }: Ports, { query: { limit, cursor, ...filter } }) => {
    const page = await store.history(filter as HistoryFilter, pageOf({ limit, cursor }));
    return answerJson({ items: page.items.map(describeChange), next: page.next });
  },
});

import { environmentSchema } from '@cutover/shared/domain/tracking/entity.ts';
import { wholeNumberParameter } from '@cutover/shared/domain/tracking/field-schemas.ts';
import { makeOverview } from '@cutover/shared/domain/tracking/overview.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { overviewDocumentation } from './overview-documentation.ts';
import type { Ports } from './ports.ts';

/** Where every entity stands at every phase; of one entity or of those in one env where it is asked so. */
export const overviewRoute = route({
  method: 'GET',
  paths: ['/api/v1/overview'],
  access: 'viewer',
  summary: 'Where every entity stands at every phase',
  query: z.strictObject({
    entity_id: wholeNumberParameter('entity_id').optional(),
    env: environmentSchema.optional(),
  }),
  documentation: overviewDocumentation,
  run: async ({ store, now }: Ports, { query: { entity_id, env } }) => {
    const facts = await store.readOverviewFacts({
      ...(entity_id === undefined ? {} : { entity_id }),
      ...(env === undefined ? {} : { env }),
    });
    return answerJson(makeOverview(facts, now()));
  },
});

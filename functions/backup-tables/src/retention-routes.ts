import { previewRetention, retainSets } from '@cutover/shared/domain/backup/retain-sets.ts';
import {
  type RetentionPolicy,
  type RetentionVerdict,
  retentionSchema,
} from '@cutover/shared/domain/backup/retention.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { type Route, route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { previewDocumentation, retainDocumentation } from './documentation/retention.ts';
import type { Ports } from './ports.ts';

const paths = ['/backups/retention'];

/** The policy's numbers as a query writes them. */
const querySchema = z.strictObject(
  Object.fromEntries(
    Object.entries(retentionSchema.shape).map(([rule, count]) => [
      rule,
      z
        .string()
        .optional()
        .transform((text) => (text === undefined || !/^\d+$/.test(text) ? text : Number(text)))
        .pipe(count),
    ]),
  ),
);

const describe = (policy: RetentionPolicy, verdicts: readonly RetentionVerdict[]) => {
  const items = (wanted: boolean) =>
    verdicts
      .filter(({ keeps }) => keeps === wanted)
      .map(({ set_id, reasons }) => ({ set_id, reasons }));
  return { policy, keeps: items(true), removes: items(false) };
};

/** GET: what a policy would keep and remove, and why. POST: it does that. */
export const retentionRoutes: readonly Route<Ports>[] = [
  route({
    method: 'GET',
    paths,
    access: 'viewer',
    summary: 'What retention would keep and remove, and why',
    query: querySchema,
    documentation: previewDocumentation,
    run: async (ports: Ports, { query }) => {
      const policy = retentionSchema.parse(query);
      return answerJson(describe(policy, await previewRetention(ports, ports.database, policy)));
    },
  }),
  route({
    method: 'POST',
    paths,
    access: 'operator',
    summary: 'Removes the sets that retention does not keep',
    query: z.strictObject({}),
    body: retentionSchema.prefault({}),
    documentation: retainDocumentation,
    run: async (ports: Ports, { body, log }) => {
      const verdicts = await retainSets(ports, ports.database, body);
      const { removes, ...rest } = describe(body, verdicts);
      log.info({ kept: rest.keeps.length, removed: removes.length }, 'old backups removed');
      return answerJson({ ...rest, removed: removes });
    },
  }),
];

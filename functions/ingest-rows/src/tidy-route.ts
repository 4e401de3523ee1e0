import { endAbandoned } from '@cutover/shared/domain/ingest/end-abandoned.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { deadlineOf } from './deadline-of.ts';
import { followUp } from './follow-up.ts';
import type { Ports } from './ports.ts';

const count = z.int().min(0);
const tidiedSchema = z.object({ loads_ended: count, requests_forgotten: count });

/** Does what requests that were broken off have left to do. */
export const tidyRoute = route({
  method: 'POST',
  paths: ['/ingest/tidy'],
  access: 'operator',
  summary: 'Publishes, records and ends what broken-off requests have left',
  query: z.strictObject({}),
  documentation: {
    answers: { 200: { description: 'How much that was.', schema: tidiedSchema } },
    examples: [{ summary: 'Tidy up', answer: { loads_ended: 0, requests_forgotten: 0 } }],
  },
  run: async (ports: Ports, { log }) => {
    const limits = { checkDeadline: deadlineOf(ports), wakeRecording: () => {} };
    const work = { ...ports, ...limits, drops: ports.readObjects };
    const loads = await ports.inTurn(() => endAbandoned(work, ports.idempotencyHours));
    const requests = await ports.requests.removeExpired();
    await followUp(ports);
    if (loads > 0) log.warn({ loads }, 'abandoned loads ended');
    return answerJson({ loads_ended: loads, requests_forgotten: requests });
  },
});

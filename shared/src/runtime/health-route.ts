import * as z from 'zod';
import { AppError } from '../domain/app-error.ts';
import { answerJson } from './answer.ts';
import { type Route, route } from './route.ts';

function refuseWork(cause: unknown): never {
  const reason = cause instanceof AppError ? cause.message : 'The log says why.';
  throw new AppError('unavailable', `The function can not do its work. ${reason}`, { cause });
}

/** GET /health, or by another name: 200 where the function is configured and `check` finds its ports well, else 503. */
export function healthRoute<Ports>(
  check: (ports: Ports) => Promise<void>,
  path = '/health',
): Route<Ports> {
  const checked = route<Ports, z.ZodObject>({
    method: 'GET',
    paths: [path],
    access: 'public',
    summary: 'Whether the function can do its work',
    query: z.strictObject({}),
    documentation: {
      answers: { 200: { description: 'It can.', schema: z.object({ status: z.literal('ok') }) } },
      examples: [{ summary: 'All is well', answer: { status: 'ok' } }],
    },
    run: async (ports) => {
      await check(ports).catch(refuseWork);
      return answerJson({ status: 'ok' });
    },
  });
  const answer: Route<Ports>['answer'] = (connect, call) =>
    checked.answer(() => connect().catch(refuseWork), call);
  return { ...checked, answer };
}

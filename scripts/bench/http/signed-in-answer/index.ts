import { bearerAccess } from '@cutover/shared/adapters/access/bearer-access.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { lazy } from '@cutover/shared/runtime/lazy.ts';
import { createLogger } from '@cutover/shared/runtime/logger.ts';
import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import { accessSettings } from '@cutover/shared/runtime/settings.ts';
import { http } from '@google-cloud/functions-framework';
import * as z from 'zod';

const name = 'signed-in-answer';
const configSchema = z.object(accessSettings);

/** The least that a function of the suite can do: sign-in, routing, checks, headers and a log line, and no ports. */
http(
  name,
  httpFunction({
    connect: async () => ({}),
    access: lazy(async () => bearerAccess(readConfig(configSchema, process.env))),
    origins: lazy(async () => readConfig(configSchema, process.env).CORS_ORIGINS),
    routes: [
      route({
        method: 'GET',
        paths: ['/'],
        access: 'viewer',
        summary: 'One constant',
        query: z.strictObject({}),
        documentation: {
          answers: { 200: { description: 'The constant.' } },
          examples: [{ summary: 'The constant' }],
        },
        run: async () => answerJson({ status: 'ok' }),
      }),
    ],
    logger: createLogger({ function: name }),
  }),
);

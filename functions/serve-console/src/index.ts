import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bearerAccess } from '@cutover/shared/adapters/access/bearer-access.ts';
import { joseEnvelope } from '@cutover/shared/adapters/access/jose-envelope.ts';
import type { ReplayGuard } from '@cutover/shared/domain/access/replay-guard.ts';
import { AppError } from '@cutover/shared/domain/app-error.ts';
import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { lazy } from '@cutover/shared/runtime/lazy.ts';
import { createLogger } from '@cutover/shared/runtime/logger.ts';
import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { http } from '@google-cloud/functions-framework';
import swaggerFolder from 'swagger-ui-dist/absolute-path.js';
import type * as z from 'zod';
import { configSchema } from './config.ts';
import { routes } from './handler.ts';
import type { Ports } from './ports.ts';
import { answerSignInPage } from './sign-in-page.ts';
import { tokenCookie } from './token-cookie.ts';

const document = join(import.meta.dirname, '..', 'openapi.json');

const ports: Ports = {
  readDocument: () => readFile(document, 'utf8'),
  readAsset: (name) => readFile(join(swaggerFolder(), name), 'utf8'),
};

/** No route takes a body, so that none is opened; answers are sealed to the caller's own key. */
const openNothing: ReplayGuard = {
  claim: async () => {
    throw new AppError('unsupported-media-type', 'No route of this function takes a body.');
  },
};

async function openEnvelope({ ENCRYPTION_KEYS: keys }: z.infer<typeof configSchema>) {
  return joseEnvelope({ keys, guard: openNothing, now: () => new Date() });
}

http(
  'serve-console',
  httpFunction({
    connect: async () => ports,
    access: lazy(async () => bearerAccess(readConfig(configSchema, process.env))),
    envelope: lazy(async () => openEnvelope(readConfig(configSchema, process.env))),
    origins: lazy(async () => readConfig(configSchema, process.env).CORS_ORIGINS),
    routes,
    signIn: { cookie: tokenCookie, page: answerSignInPage },
    logger: createLogger({ function: 'serve-console' }),
  }),
);

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { joseEnvelope } from '@cutover/shared/adapters/access/jose-envelope.ts';
import type { ReplayGuard } from '@cutover/shared/domain/access/replay-guard.ts';
import { AppError } from '@cutover/shared/domain/app-error.ts';
import swaggerFolder from 'swagger-ui-dist/absolute-path.js';
import type * as z from 'zod';
import type { configSchema } from './config.ts';
import type { Ports } from './ports.ts';

const document = join(import.meta.dirname, '..', 'openapi.json');

export function buildPorts(): Ports {
  return {
    readDocument: () => readFile(document, 'utf8'),
    readAsset: (name) => readFile(join(swaggerFolder(), name), 'utf8'),
  };
}

/** No route takes a body, so that none is opened; answers are sealed to the caller's own key. */
const openNothing: ReplayGuard = {
  claim: async () => {
    throw new AppError('unsupported-media-type', 'No route of this function takes a body.');
  },
};

export async function openEnvelope({ ENCRYPTION_KEYS: keys }: z.infer<typeof configSchema>) {
  return joseEnvelope({ keys, guard: openNothing, now: () => new Date() });
}

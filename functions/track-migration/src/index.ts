import { bearerAccess } from '@cutover/shared/adapters/access/bearer-access.ts';
import { openEnvelope } from '@cutover/shared/adapters/access/open-envelope.ts';
import { connectBigquery } from '@cutover/shared/adapters/bigquery/connect.ts';
import { runStatements } from '@cutover/shared/adapters/bigquery/run-statement.ts';
import { bigqueryEvidenceStore } from '@cutover/shared/adapters/bigquery/tracking/evidence-store.ts';
import { pingTracking } from '@cutover/shared/adapters/bigquery/tracking/ping-tracking.ts';
import { bigqueryTrackingStore } from '@cutover/shared/adapters/bigquery/tracking/tracking-store.ts';
import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { lazy } from '@cutover/shared/runtime/lazy.ts';
import { createLogger } from '@cutover/shared/runtime/logger.ts';
import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { http } from '@google-cloud/functions-framework';
import type * as z from 'zod';
import { configSchema } from './config.ts';
import { checkPorts, routes } from './handler.ts';
import type { Ports } from './ports.ts';

async function buildPorts(config: z.infer<typeof configSchema>): Promise<Ports> {
  const dataset = config.BIGQUERY_DATASET;
  const bigquery = await connectBigquery();
  const run = runStatements(bigquery, dataset);
  return {
    store: bigqueryTrackingStore(run),
    evidence: bigqueryEvidenceStore(run),
    now: () => new Date(),
    ping: () => pingTracking(bigquery, dataset),
  };
}

http(
  'track-migration',
  httpFunction({
    connect: lazy(async () => buildPorts(readConfig(configSchema, process.env))),
    access: lazy(async () => bearerAccess(readConfig(configSchema, process.env))),
    envelope: lazy(async () => openEnvelope(readConfig(configSchema, process.env))),
    origins: lazy(async () => readConfig(configSchema, process.env).CORS_ORIGINS),
    routes,
    check: checkPorts,
    logger: createLogger({ function: 'track-migration' }),
  }),
);

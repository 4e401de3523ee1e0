import { connectBigquery } from '@cutover/shared/adapters/bigquery/connect.ts';
import { runStatements } from '@cutover/shared/adapters/bigquery/run-statement.ts';
import { bigqueryEvidenceStore } from '@cutover/shared/adapters/bigquery/tracking/evidence-store.ts';
import { pingTracking } from '@cutover/shared/adapters/bigquery/tracking/ping-tracking.ts';
import { bigqueryTrackingStore } from '@cutover/shared/adapters/bigquery/tracking/tracking-store.ts';
import type * as z from 'zod';
import type { configSchema } from './config.ts';
import type { Ports } from './ports.ts';

export async function buildPorts(config: z.infer<typeof configSchema>): Promise<Ports> {
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

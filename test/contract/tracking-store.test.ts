import { runStatements } from '../../shared/src/adapters/bigquery/run-statement.ts';
import { ensureTracking } from '../../shared/src/adapters/bigquery/tracking/ensure-tracking.ts';
import { bigqueryEvidenceStore } from '../../shared/src/adapters/bigquery/tracking/evidence-store.ts';
import { bigqueryTrackingStore } from '../../shared/src/adapters/bigquery/tracking/tracking-store.ts';
import { inMemoryTracking } from '../support/in-memory-tracking.ts';
import { type LocalBigQuery, openLocalBigQuery } from '../support/local-bigquery.ts';
import { describeTracking } from '../support/tracking-contract.ts';

let local: LocalBigQuery;
let datasets = 0;

beforeAll(async () => {
  local = await openLocalBigQuery();
});

afterAll(() => local.remove());

describeTracking('memory', async () => inMemoryTracking());

describeTracking('BigQuery', async () => {
  const dataset = `tracking_${datasets++}`;
  await ensureTracking(local.bigquery, dataset);
  const run = runStatements(local.bigquery, dataset);
  return { store: bigqueryTrackingStore(run), evidence: bigqueryEvidenceStore(run) };
});

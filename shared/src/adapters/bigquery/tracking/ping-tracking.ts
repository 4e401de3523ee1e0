import type { BigQuery } from '@google-cloud/bigquery';
import { translateBigqueryError } from '../translate-bigquery-error.ts';
import { selectPhases } from './sql/select-phases.ts';

/**
 * Has BigQuery check a statement on the tracking tables without running it, which costs nothing.
 * Throws `unavailable` or `misconfigured` where it can't be run.
 */
export async function pingTracking(bigquery: BigQuery, dataset: string): Promise<void> {
  const query = { query: selectPhases.sql, defaultDataset: { datasetId: dataset }, dryRun: true };
  await bigquery.createQueryJob(query).catch((error: unknown) => {
    throw translateBigqueryError(error, dataset);
  });
}

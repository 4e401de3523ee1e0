import type { BigQuery } from '@google-cloud/bigquery';
import { createOnce } from './create-once.ts';
import { retryTransient } from './retry-transient.ts';

/** Makes a dataset unless it is there; one that is there is left as it is. `location`: where it is made. */
export async function ensureDataset(
  bigquery: BigQuery,
  datasetId: string,
  description: string,
  location?: string,
): Promise<void> {
  const [exists] = await retryTransient(() => bigquery.dataset(datasetId).exists());
  if (exists) return;
  const options = { description, ...(location === undefined ? {} : { location }) };
  await createOnce(() => bigquery.createDataset(datasetId, options));
}

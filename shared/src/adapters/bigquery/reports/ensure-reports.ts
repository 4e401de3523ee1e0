import type { BigQuery } from '@google-cloud/bigquery';
import { ensureDataset } from '../ensure-dataset.ts';
import { translateBigqueryError } from '../translate-bigquery-error.ts';

const description =
  'Tables of backup sets, loaded for the hiring reports; they may go at any time.';

/** Makes the dataset that reports load backup sets into, unless it is there. */
export async function ensureReports(
  bigquery: BigQuery,
  dataset: string,
  location?: string,
): Promise<void> {
  await ensureDataset(bigquery, dataset, description, location).catch((error: unknown) => {
    throw translateBigqueryError(error, dataset);
  });
}

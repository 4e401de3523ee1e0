import { BigQuery } from '@google-cloud/bigquery';
import { PassThroughClient } from 'google-auth-library';
import { ensureReports } from '../../shared/src/adapters/bigquery/reports/ensure-reports.ts';
import { ensureTracking } from '../../shared/src/adapters/bigquery/tracking/ensure-tracking.ts';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { startBigqueryProcess } from './bigquery-process.ts';
import { claimPort } from './claim-port.ts';
import type { Probe } from './health.ts';
import type { StopStack } from './stop-stack.ts';

export interface BigqueryOptions {
  /** The DuckDB file of our own. */
  readonly file: string;
  readonly port: number;
  readonly named: string | undefined;
  readonly project: string;
  /** The dataset of the tracking tables, which are made where they are missing. */
  readonly dataset: string;
  /** The dataset of the reports, which is made where it is missing. */
  readonly reportsDataset: string;
  /** Where our own reads gs:// from. */
  readonly storageUrl: string;
  readonly say: (line: string) => void;
}

export interface LocalBigquery {
  readonly url: string;
  readonly probe: Probe;
  /** True where the server is the user's own. */
  readonly isForeign: boolean;
}

const portAdvice =
  'Free it, name another BigQuery API in BIGQUERY_EMULATOR_HOST, or start with --port 0, which lets every part take a free port.';

/** Asks for the list of datasets, as a client does. */
async function probeBigquery(url: string, project: string): Promise<void> {
  const list = `${url}/bigquery/v2/projects/${project}/datasets`;
  const answer = await fetch(list).catch((cause: unknown) => {
    throw new AppError('unavailable', `No BigQuery API answers at ${url}.`, { cause });
  });
  await answer.body?.cancel();
  if (!answer.ok) {
    throw new AppError('unavailable', `The BigQuery API at ${url} answers ${answer.status}.`);
  }
}

/** Makes the tracking tables and the reports' dataset, as Terraform does on Google Cloud. */
async function createTables(
  url: string,
  { project, dataset, reportsDataset }: BigqueryOptions,
): Promise<void> {
  const authClient = new PassThroughClient();
  const bigquery = new BigQuery({ apiEndpoint: url, projectId: project, authClient });
  await ensureTracking(bigquery, dataset);
  await ensureReports(bigquery, reportsDataset);
}

/** The BigQuery API: the one that was named, or ours, which is then stopped by `stack`. */
export async function openBigquery(
  options: BigqueryOptions,
  stack: StopStack,
): Promise<LocalBigquery> {
  const { file, port, named, project, storageUrl, say } = options;
  if (named !== undefined) {
    await probeBigquery(named, project);
    await createTables(named, options);
    return { url: named, probe: () => probeBigquery(named, project), isForeign: true };
  }
  const free = await claimPort(port, portAdvice);
  const { url, stop } = await startBigqueryProcess({ file, project, port: free, storageUrl, say });
  stack.push(stop);
  await createTables(url, options);
  return { url, probe: () => probeBigquery(url, project), isForeign: false };
}

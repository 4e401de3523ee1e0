import * as z from 'zod';
import type { RunningJob } from '../jobs/job.ts';
import { runQuery } from '../jobs/run-query.ts';
import type { Services } from '../services.ts';
import { passedOver } from './passed-over.ts';
import {
  destinationSettings,
  querySettings,
  readDestination,
  readQueryWork,
} from './query-settings.ts';
import { readResource } from './read-resource.ts';

const { destinationTableProperties: _, ...destinationOfQuery } = destinationSettings;

const configurationSchema = z.strictObject({
  ...querySettings,
  ...destinationOfQuery,
  userDefinedFunctionResources: z.tuple([]).optional(),
  // Without effect: they choose how and when BigQuery's machines work.
  allowLargeResults: passedOver,
  flattenResults: passedOver,
  priority: passedOver,
  maximumBillingTier: passedOver,
  writeIncrementalResults: passedOver,
});

/** Reads `configuration.query` of a job. */
export function prepareQuery(services: Services, project: string, part: unknown) {
  const settings = readResource(configurationSchema, part);
  const destination = readDestination(settings, project, 'WRITE_EMPTY');
  const work = readQueryWork(settings, project, destination);
  return { work, run: (job: RunningJob) => runQuery(services, work, job) };
}

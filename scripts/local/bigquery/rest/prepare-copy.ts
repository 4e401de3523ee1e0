import * as z from 'zod';
import { required } from '../api-error.ts';
import type { RunningJob } from '../jobs/job.ts';
import { runCopy } from '../jobs/run-copy.ts';
import type { Services } from '../services.ts';
import {
  destinationSettings,
  readDestination,
  tableReference,
  toTableName,
} from './query-settings.ts';
import { readResource } from './read-resource.ts';

const configurationSchema = z.strictObject({
  destinationTable: tableReference,
  createDisposition: destinationSettings.createDisposition,
  writeDisposition: destinationSettings.writeDisposition,
  sourceTable: tableReference.optional(),
  sourceTables: z.array(tableReference).optional(),
  operationType: z.enum(['COPY', 'OPERATION_TYPE_UNSPECIFIED']).optional(),
});

/** Reads `configuration.copy` of a job. */
export function prepareCopy(services: Services, project: string, part: unknown) {
  const settings = readResource(configurationSchema, part);
  const { sourceTable, sourceTables = sourceTable === undefined ? [] : [sourceTable] } = settings;
  if (sourceTables.length === 0) throw required('sourceTables');
  const destination = readDestination(settings, project, 'WRITE_EMPTY');
  if (destination === null) throw required('destinationTable');
  const sources = sourceTables.map((reference) => toTableName(reference, project));
  return (job: RunningJob) => runCopy(services, { sources, destination }, job);
}

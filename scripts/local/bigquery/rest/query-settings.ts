import * as z from 'zod';
import { invalid, notSupported } from '../api-error.ts';
import { settingsSchema } from '../catalogue/table-settings.ts';
import type { QueryWork } from '../jobs/bind-statement.ts';
import type { Destination } from '../jobs/open-destination.ts';
import { parametersSchema, readParameters } from '../values/read-parameters.ts';
import { passedOver } from './passed-over.ts';

/** What a query may say of itself both in jobs.query and in jobs.insert. */
export const querySettings = {
  query: z.string(),
  useLegacySql: z.boolean().default(true),
  parameterMode: z.string().optional(),
  queryParameters: parametersSchema.default([]),
  defaultDataset: z.object({ datasetId: z.string(), projectId: z.string().optional() }).optional(),
  createSession: z.literal(false).optional(),
  continuous: z.literal(false).optional(),
  connectionProperties: z.tuple([]).optional(),
  // Without effect where nothing is cached and nobody pays.
  useQueryCache: passedOver,
  maximumBytesBilled: passedOver,
  preserveNulls: passedOver,
};

export const tableReference = z.object({
  projectId: z.string().optional(),
  datasetId: z.string(),
  tableId: z.string(),
});

export type TableReference = z.infer<typeof tableReference>;

/** Where a job writes its rows, and what it may do there. */
export const destinationSettings = {
  destinationTable: tableReference.optional(),
  createDisposition: z.enum(['CREATE_IF_NEEDED', 'CREATE_NEVER']).default('CREATE_IF_NEEDED'),
  writeDisposition: z.enum(['WRITE_EMPTY', 'WRITE_APPEND', 'WRITE_TRUNCATE']).optional(),
  schemaUpdateOptions: z.tuple([]).optional(),
  timePartitioning: settingsSchema.shape.timePartitioning,
  rangePartitioning: settingsSchema.shape.rangePartitioning,
  clustering: settingsSchema.shape.clustering,
  destinationTableProperties: settingsSchema
    .pick({ friendlyName: true, description: true, labels: true })
    .optional(),
};

const destinationSchema = z.object(destinationSettings);

export const toTableName = (reference: TableReference, project: string) => ({
  project: reference.projectId ?? project,
  dataset: reference.datasetId,
  table: reference.tableId,
});

/** The destination of a job; null where none is named. `usual` is the job's own disposition. */
export function readDestination(
  settings: z.infer<typeof destinationSchema>,
  project: string,
  usual: Destination['write'],
): Destination | null {
  const { destinationTable, createDisposition, writeDisposition = usual } = settings;
  if (destinationTable === undefined) return null;
  const { timePartitioning, rangePartitioning, clustering } = settings;
  return {
    name: toTableName(destinationTable, project),
    create: createDisposition,
    write: writeDisposition,
    settings: {
      ...settings.destinationTableProperties,
      ...(timePartitioning === undefined ? {} : { timePartitioning }),
      ...(rangePartitioning === undefined ? {} : { rangePartitioning }),
      ...(clustering === undefined ? {} : { clustering }),
    },
  };
}

const querySchema = z.object(querySettings);

/** The work of a query: its text, what its names stand for and the values of its parameters. */
export function readQueryWork(
  settings: z.infer<typeof querySchema>,
  project: string,
  destination: Destination | null,
): QueryWork {
  const { query: text, queryParameters, defaultDataset } = settings;
  const isStandard = !settings.useLegacySql || /^\s*#standardSQL\b/i.test(text);
  if (!isStandard) throw notSupported('legacy SQL: set useLegacySql to false');
  if (text.trim() === '') throw invalid('Required parameter is missing: query', 'query');
  const { parameters, bound } = readParameters(queryParameters);
  const named = parameters.filter(({ name }) => name !== null);
  if (named.length > 0 && named.length < parameters.length) {
    throw invalid('Parameters are either all named or all positional');
  }
  const query = {
    text,
    project: defaultDataset?.projectId ?? project,
    dataset: defaultDataset?.datasetId ?? null,
    parameters,
  };
  return { query, bound, destination };
}

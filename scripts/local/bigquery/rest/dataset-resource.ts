import * as z from 'zod';
import type { StoredDataset } from '../catalogue/stored.ts';
import { etagOf } from './etag.ts';
import { passedOver } from './passed-over.ts';

const access = [
  { role: 'WRITER', specialGroup: 'projectWriters' },
  { role: 'OWNER', specialGroup: 'projectOwners' },
  { role: 'READER', specialGroup: 'projectReaders' },
];

/** What a client may say of a dataset. Access is kept and shown; everybody may do everything. */
const settingsSchema = z.object({
  friendlyName: z.string().optional(),
  description: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  access: z.array(z.record(z.string(), z.unknown())).optional(),
});

export const readDatasetSettings = (resource: object) => settingsSchema.parse(resource);

/** A dataset as clients send it: what the server itself says of it is passed over. */
export const datasetSchema = z.strictObject({
  ...settingsSchema.shape,
  datasetReference: z.object({ datasetId: z.string(), projectId: z.string().optional() }),
  location: z.string().optional(),
  isCaseInsensitive: z.literal(false).optional(),
  kind: passedOver,
  etag: passedOver,
  id: passedOver,
  selfLink: passedOver,
  type: passedOver,
  creationTime: passedOver,
  lastModifiedTime: passedOver,
});

export function toDatasetResource(dataset: StoredDataset, origin: string) {
  const { project, dataset: datasetId, settings, location, created, modified } = dataset;
  return {
    kind: 'bigquery#dataset',
    etag: etagOf(dataset),
    id: `${project}:${datasetId}`,
    selfLink: `${origin}/bigquery/v2/projects/${project}/datasets/${datasetId}`,
    datasetReference: { projectId: project, datasetId },
    access,
    ...settings,
    location,
    type: 'DEFAULT',
    creationTime: String(created),
    lastModifiedTime: String(modified),
  };
}

import * as z from 'zod';
import { estimateBytes } from '../catalogue/estimate-bytes.ts';
import { schemaResource } from '../catalogue/schema.ts';
import type { CatalogueTable } from '../catalogue/stored.ts';
import { readTableSettings, settingsSchema } from '../catalogue/table-settings.ts';
import { etagOf } from './etag.ts';
import { passOver } from './passed-over.ts';

/** What the server says of a table, and passes over when a client sends it back. */
const serverFields = [
  'kind',
  'etag',
  'id',
  'selfLink',
  'numRows',
  'numBytes',
  'numLongTermBytes',
  'creationTime',
  'lastModifiedTime',
  'type',
  'location',
] as const;

/** A table or view as clients send it. */
export const tableSchema = z.strictObject({
  ...settingsSchema.shape,
  tableReference: z.object({
    tableId: z.string(),
    datasetId: z.string().optional(),
    projectId: z.string().optional(),
  }),
  schema: schemaResource.optional(),
  view: z.strictObject({ query: z.string(), useLegacySql: z.literal(false) }).optional(),
  requirePartitionFilter: z.literal(false).optional(),
  ...passOver(serverFields),
});

export const tableEtag = ({ rowCount: _, columns: __, ...stored }: CatalogueTable) =>
  etagOf(stored);

const referenceOf = ({ name }: CatalogueTable) => ({
  projectId: name.project,
  datasetId: name.dataset,
  tableId: name.table,
});

const idOf = ({ name }: CatalogueTable) => `${name.project}:${name.dataset}.${name.table}`;

/** What a list shows of a table. */
export function toTableSummary(table: CatalogueTable) {
  const { friendlyName, labels, timePartitioning, rangePartitioning, clustering } =
    readTableSettings(table.settings);
  return {
    kind: 'bigquery#table',
    id: idOf(table),
    tableReference: referenceOf(table),
    type: table.kind === 'view' ? 'VIEW' : 'TABLE',
    friendlyName,
    labels,
    timePartitioning,
    rangePartitioning,
    clustering,
    creationTime: String(table.created),
    ...(table.query === null ? {} : { view: { useLegacySql: false } }),
  };
}

export function toTableResource(table: CatalogueTable, origin: string, location: string) {
  const { project, dataset, table: tableId } = table.name;
  return {
    kind: 'bigquery#table',
    etag: tableEtag(table),
    id: idOf(table),
    selfLink: `${origin}/bigquery/v2/projects/${project}/datasets/${dataset}/tables/${tableId}`,
    tableReference: referenceOf(table),
    ...table.settings,
    schema: { fields: table.fields },
    numBytes: String(estimateBytes(table)),
    numLongTermBytes: '0',
    numRows: String(table.rowCount),
    creationTime: String(table.created),
    lastModifiedTime: String(table.modified),
    type: table.kind === 'view' ? 'VIEW' : 'TABLE',
    location,
    ...(table.query === null ? {} : { view: { query: table.query, useLegacySql: false } }),
  };
}

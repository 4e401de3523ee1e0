import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BigQuery, Dataset, Table } from '@google-cloud/bigquery';
import * as z from 'zod';
import { createOnce } from '../create-once.ts';
import { ensureDataset } from '../ensure-dataset.ts';
import { retryTransient } from '../retry-transient.ts';
import { translateBigqueryError } from '../translate-bigquery-error.ts';

/** Terraform reads the same files. */
const schemasFolder = join(import.meta.dirname, '../../../../schemas/bigquery');

const columnsSchema = z.array(
  z.strictObject({
    name: z.string(),
    type: z.enum(['STRING', 'INTEGER', 'TIMESTAMP']),
    mode: z.enum(['REQUIRED', 'NULLABLE']),
    description: z.string(),
  }),
);

const tablesSchema = z.record(
  z.string(),
  z.strictObject({
    description: z.string(),
    columns: z.string(),
    clustering: z.array(z.string()),
  }),
);

const readText = (file: string) => readFileSync(join(schemasFolder, file), 'utf8');

const datasetDescription =
  'Which application stands in which phase of its move: every change, and views of the latest state.';

function readTables() {
  const tables = tablesSchema.parse(JSON.parse(readText('tables.json')));
  return Object.entries(tables).map(([name, { description, columns, clustering }]) => ({
    name,
    metadata: {
      description,
      schema: { fields: columnsSchema.parse(JSON.parse(readText(columns))) },
      clustering: { fields: clustering },
    },
  }));
}

/** The views' files name project and dataset as Terraform's templates do. */
function readViews(names: Readonly<Record<'project' | 'dataset', string>>) {
  return readdirSync(join(schemasFolder, 'views')).map((file) => {
    const text = readText(`views/${file}`).trim();
    const [comment = ''] = text.split('\n', 1);
    const query = text.replaceAll(
      /\$\{(project|dataset)\}/g,
      (_, name: keyof typeof names) => names[name],
    );
    return { name: file.replace(/\.sql$/, ''), description: comment.replace(/^--\s*/, ''), query };
  });
}

async function ensureTable(
  dataset: Dataset,
  { name, metadata }: ReturnType<typeof readTables>[number],
): Promise<void> {
  const table: Table = dataset.table(name);
  const [exists] = await retryTransient(() => table.exists());
  if (!exists) return createOnce(() => dataset.createTable(name, metadata));
  const [{ schema }] = await retryTransient(() => table.getMetadata());
  const known = new Set(schema?.fields?.map((field: { name?: string }) => field.name));
  const isComplete = metadata.schema.fields.every((column) => known.has(column.name));
  if (!isComplete) await retryTransient(() => table.setMetadata({ schema: metadata.schema }));
}

async function ensureView(
  dataset: Dataset,
  { name, description, query }: ReturnType<typeof readViews>[number],
): Promise<void> {
  const view = { query, useLegacySql: false };
  const table: Table = dataset.table(name);
  const [exists] = await retryTransient(() => table.exists());
  if (!exists) return createOnce(() => dataset.createTable(name, { description, view }));
  const [metadata] = await retryTransient(() => table.getMetadata());
  if (metadata.view?.query === query) return;
  await retryTransient(() => table.setMetadata({ description, view }));
}

/**
 * Makes the tracking dataset with its tables and views, or brings it up to the schema files:
 * columns that are missing are added, views that differ are replaced, nothing is ever removed.
 * Safe to be called again and by several at once. `location`: where a new dataset is made.
 */
export async function ensureTracking(
  bigquery: BigQuery,
  datasetId: string,
  location?: string,
): Promise<void> {
  try {
    const dataset = bigquery.dataset(datasetId);
    await ensureDataset(bigquery, datasetId, datasetDescription, location);
    await Promise.all(readTables().map((table) => ensureTable(dataset, table)));
    const project = await bigquery.getProjectId();
    await Promise.all(
      readViews({ project, dataset: datasetId }).map((view) => ensureView(dataset, view)),
    );
  } catch (error) {
    throw translateBigqueryError(error, datasetId);
  }
}

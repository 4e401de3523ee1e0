import type { BigQuery, Dataset } from '@google-cloud/bigquery';
import { AppError } from '../../../domain/app-error.ts';
import { retryTransient } from '../retry-transient.ts';
import { isInvalidForBigquery } from '../translate-bigquery-error.ts';
import { countedTables, nameInSet } from './set-tables.ts';

/** An Avro file of a set, and the rows that it must hold. */
export interface SetFile {
  /** `gs://…` */
  readonly uri: string;
  readonly rows: number;
}

export interface SetFiles {
  readonly setId: string;
  readonly files: Readonly<Record<(typeof countedTables)[number], SetFile>>;
}

const isMissing = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 404;

/** null where there is no such table. */
async function countRows(dataset: Dataset, name: string): Promise<number | null> {
  try {
    const [{ numRows }] = await retryTransient(() => dataset.table(name).getMetadata());
    return Number(numRows);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** A table appears whole or not at all; of two who load it at once the second replaces it by the same. */
async function loadFile(bigquery: BigQuery, datasetId: string, tableId: string, uri: string) {
  await retryTransient(async () => {
    const [job] = await bigquery.createJob({
      configuration: {
        load: {
          destinationTable: { projectId: await bigquery.getProjectId(), datasetId, tableId },
          sourceUris: [uri],
          sourceFormat: 'AVRO',
          useAvroLogicalTypes: true,
          writeDisposition: 'WRITE_TRUNCATE',
        },
      },
    });
    await job.promise();
  }).catch((cause: unknown) => {
    if (!isInvalidForBigquery(cause)) throw cause;
    const message = `BigQuery can not read ${uri}; verify its set, and take a new backup.`;
    throw new AppError('invalid-object', message, { cause });
  });
}

/** Returns whether it loaded the file; one whose table is there is not loaded again. */
async function ensureTable(
  bigquery: BigQuery,
  datasetId: string,
  name: string,
  { uri, rows }: SetFile,
): Promise<boolean> {
  const dataset = bigquery.dataset(datasetId);
  const known = await countRows(dataset, name);
  if (known === null) await loadFile(bigquery, datasetId, name, uri);
  const found = known ?? (await countRows(dataset, name));
  if (found === rows) return known === null;
  throw new AppError(
    'invalid-object',
    `${uri} holds ${found} rows where the manifest of its set says ${rows}; take a new backup.`,
  );
}

/**
 * Loads the Avro files of a set that are not loaded yet, and returns whether there were any. Fails
 * with `invalid-object` where a table does not hold the rows that its file must hold; then, too,
 * nothing goes on behind the caller's back.
 */
export async function loadSet(
  bigquery: BigQuery,
  datasetId: string,
  { setId, files }: SetFiles,
): Promise<boolean> {
  const loads = await Promise.allSettled(
    countedTables.map((table) =>
      ensureTable(bigquery, datasetId, nameInSet(table, setId), files[table]),
    ),
  );
  const failed = loads.find((load) => load.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return loads.some((load) => load.status === 'fulfilled' && load.value);
}

import { alreadyExists, BigQueryError, invalid } from '../api-error.ts';
import type { Transaction } from '../engine/database.ts';
import { schemaOf } from '../table-name.ts';
import type { Catalogue } from './catalogue.ts';
import type { DatasetName, StoredDataset } from './stored.ts';

/** Makes a dataset. Throws `duplicate` where there is one of its name. */
export async function createDataset(
  transaction: Transaction,
  catalogue: Catalogue,
  dataset: StoredDataset,
): Promise<void> {
  const { project, dataset: id } = dataset;
  if (!/^\w{1,1024}$/.test(id)) {
    throw invalid(
      `Invalid dataset ID "${id}". Dataset IDs must be alphanumeric (plus underscores) and must be at most 1024 characters long.`,
    );
  }
  if (catalogue.findDataset(dataset) !== undefined) throw alreadyExists(`Dataset ${project}:${id}`);
  await transaction.run(`CREATE SCHEMA ${schemaOf(dataset)}`);
  await catalogue.putDataset(transaction, dataset);
}

/** Removes a dataset. Throws `resourceInUse` where it holds tables that are not to be removed too. */
export async function dropDataset(
  transaction: Transaction,
  catalogue: Catalogue,
  name: DatasetName,
  withContents: boolean,
): Promise<void> {
  catalogue.requireDataset(name);
  const tables = catalogue.tables(name);
  if (tables.length > 0 && !withContents) {
    throw new BigQueryError(
      'resourceInUse',
      `Dataset ${name.project}:${name.dataset} is still in use`,
    );
  }
  for (const table of tables) await catalogue.removeTable(transaction, table.name);
  await transaction.run(`DROP SCHEMA ${schemaOf(name)} CASCADE`);
  await catalogue.removeDataset(transaction, name);
}

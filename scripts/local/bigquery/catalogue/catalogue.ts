import { datasetNotFound, tableNotFound } from '../api-error.ts';
import type { Transaction } from '../engine/database.ts';
import { createRecords, putRecord, readRecords, removeRecord } from '../engine/records.ts';
import { relationOf, schemaOf, type TableName } from '../table-name.ts';
import { openAppendTimes } from './append-times.ts';
import { countRows } from './count-rows.ts';
import { toColumns } from './schema.ts';
import type { CatalogueTable, DatasetName, StoredDataset, StoredTable } from './stored.ts';

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What there is of datasets, tables and views: kept in the file by the transaction that changes it,
 * and in memory, for everybody to see, once that has committed. Opens in a transaction of its own.
 */
export async function openCatalogue(opening: Transaction) {
  await createRecords(opening);
  const times = await openAppendTimes(opening);
  const datasets = new Map<string, StoredDataset>();
  const tables = new Map<string, CatalogueTable>();
  let version = 0;

  const keep = (table: StoredTable, rowCount: number) =>
    tables.set(relationOf(table.name), { ...table, rowCount, columns: toColumns(table.fields) });

  for (const dataset of (await readRecords(opening, 'dataset')) as StoredDataset[]) {
    datasets.set(schemaOf(dataset), dataset);
  }
  for (const table of (await readRecords(opening, 'table')) as StoredTable[]) {
    const relation = relationOf(table.name);
    const rowCount = table.kind === 'view' ? 0 : await countRows(opening, relation);
    keep({ ...table, modified: Math.max(table.modified, times.last(relation)) }, rowCount);
  }

  /** Lets everybody see a change once it has committed. */
  const show = (transaction: Transaction, change: () => void) =>
    transaction.afterCommit(() => {
      change();
      version += 1;
    });

  function requireDataset(name: DatasetName): StoredDataset {
    const dataset = datasets.get(schemaOf(name));
    if (dataset === undefined) throw datasetNotFound(name.project, name.dataset);
    return dataset;
  }

  function require(name: TableName): CatalogueTable {
    const table = tables.get(relationOf(name));
    if (table !== undefined) return table;
    requireDataset(name);
    throw tableNotFound(name);
  }

  return {
    /** Another number after every change of what names stand for. */
    version: () => version,
    projects: () =>
      [...new Set([...datasets.values()].map(({ project }) => project))].sort(compare),
    datasets: (project: string) =>
      [...datasets.values()]
        .filter((each) => each.project === project)
        .sort((a, b) => compare(a.dataset, b.dataset)),
    findDataset: (name: DatasetName) => datasets.get(schemaOf(name)),
    requireDataset,
    /** The tables and views of a dataset, by name. */
    tables: ({ project, dataset }: DatasetName) =>
      [...tables.values()]
        .filter(({ name }) => name.project === project && name.dataset === dataset)
        .sort((a, b) => compare(a.name.table, b.name.table)),
    find: (name: TableName) => tables.get(relationOf(name)),
    require,

    putDataset: async (transaction: Transaction, dataset: StoredDataset) => {
      await putRecord(transaction, 'dataset', schemaOf(dataset), dataset);
      show(transaction, () => datasets.set(schemaOf(dataset), dataset));
    },
    removeDataset: async (transaction: Transaction, name: DatasetName) => {
      await removeRecord(transaction, 'dataset', schemaOf(name));
      show(transaction, () => datasets.delete(schemaOf(name)));
    },

    /** Keeps a new table or view, or a new definition of one; its rows, and the log of them, stay. */
    putTable: async (transaction: Transaction, table: StoredTable) => {
      const relation = relationOf(table.name);
      await putRecord(transaction, 'table', relation, table);
      show(transaction, () => keep(table, tables.get(relation)?.rowCount ?? 0));
    },
    removeTable: async (transaction: Transaction, name: TableName) => {
      const relation = relationOf(name);
      await removeRecord(transaction, 'table', relation);
      await times.clear(transaction, relation);
      show(transaction, () => tables.delete(relation));
    },

    /** Notes that the transaction has added rows to a table, which had `rowCount` before. */
    noteAppend: async (
      transaction: Transaction,
      { name, isAppendOnly }: StoredTable,
      rowCount: number,
      added: number,
    ) => {
      if (added === 0) return;
      const relation = relationOf(name);
      const modified = isAppendOnly
        ? await times.note(transaction, relation, rowCount)
        : Date.now();
      transaction.afterCommit(() => {
        const table = tables.get(relation);
        if (table !== undefined) {
          tables.set(relation, { ...table, modified, rowCount: rowCount + added });
        }
      });
    },

    /** Notes that the transaction has changed or removed rows: from now on the log is not complete. */
    noteChange: async (transaction: Transaction, name: TableName) => {
      const relation = relationOf(name);
      const rowCount = await countRows(transaction, relation);
      const { columns: _, rowCount: __, ...table } = require(name);
      const changed = { ...table, modified: Date.now(), isAppendOnly: false };
      await putRecord(transaction, 'table', relation, changed);
      if (table.isAppendOnly) await times.clear(transaction, relation);
      show(transaction, () => keep(changed, rowCount));
    },
  };
}

export type Catalogue = Awaited<ReturnType<typeof openCatalogue>>;

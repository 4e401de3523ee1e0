import { alreadyExists, invalid } from '../api-error.ts';
import type { Transaction } from '../engine/database.ts';
import { formatTableName, relationOf, type TableName } from '../table-name.ts';
import type { Catalogue } from './catalogue.ts';
import type { CatalogueTable, StoredTable } from './stored.ts';

const namePattern = /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}\p{Zs}]+$/u;
const longestNameBytes = 1024;

/** Throws where no table of the name can be made, or is one already. */
export function requireFreeName(catalogue: Catalogue, name: TableName): void {
  catalogue.requireDataset(name);
  if (!namePattern.test(name.table) || Buffer.byteLength(name.table) > longestNameBytes) {
    throw invalid(`Invalid table ID "${name.table}".`);
  }
  if (catalogue.find(name) !== undefined) throw alreadyExists(`Table ${formatTableName(name)}`);
}

type NewTable = Pick<StoredTable, 'name' | 'kind' | 'fields' | 'settings' | 'query'>;

/** A table or view that is made now. */
export function newTable(table: NewTable): StoredTable {
  const now = Date.now();
  return { ...table, created: now, modified: now, isAppendOnly: true };
}

/** Removes a table or view with its rows. */
export async function dropTable(
  transaction: Transaction,
  catalogue: Catalogue,
  { name, kind }: CatalogueTable,
): Promise<void> {
  await transaction.run(`DROP ${kind === 'view' ? 'VIEW' : 'TABLE'} ${relationOf(name)}`);
  await catalogue.removeTable(transaction, name);
}

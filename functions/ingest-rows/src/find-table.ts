import { requireTable, type TableNames } from '@cutover/shared/domain/ingest/object-name.ts';
import { readTableNames } from '@cutover/shared/domain/ingest/table-names.ts';
import type { Ports } from './ports.ts';

/** The names of tables as they were some seconds ago at most. */
export type KnownTables = () => Promise<TableNames>;

/** The table that goes by this name, in any letter case; a new one is found at once. Throws `unknown-table`. */
export async function findTable(ports: Ports, name: string): Promise<string> {
  const known = await ports.knownTables();
  return known.get(name.toLowerCase()) ?? requireTable(name, await readTableNames(ports));
}

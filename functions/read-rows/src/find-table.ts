import type { Contract } from '@cutover/shared/domain/contract.ts';
import { readTableNames } from '@cutover/shared/domain/ingest/table-names.ts';
import { unknownTable } from '@cutover/shared/domain/unknown-table.ts';
import type { Ports } from './ports.ts';

/**
 * The contract of a table by its name or one that tables.yaml gives it. Fails with `unknown-table`,
 * also for views and for Cutover's own tables.
 */
export async function findTable(ports: Ports, name: string): Promise<Contract> {
  const names = await readTableNames(ports);
  const tables = [...new Set(names.values())].sort();
  const table = tables.includes(name) ? name : names.get(name.toLowerCase());
  if (table === undefined) throw unknownTable(name, tables);
  return ports.tables.describe(table);
}

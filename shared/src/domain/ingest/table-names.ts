import type { LoadPorts } from './load-ports.ts';
import type { TableNames } from './object-name.ts';

/** Every name that a file of a table may carry, in lower case, with the table's name. */
export async function readTableNames({
  tables,
  tablesConfig,
}: Pick<LoadPorts, 'tables' | 'tablesConfig'>): Promise<TableNames> {
  const config = await tablesConfig();
  const names = new Map<string, string>();
  const present = await tables.list();
  for (const table of present) {
    for (const name of config[table]?.names ?? []) names.set(name.toLowerCase(), table);
  }
  for (const table of present) names.set(table.toLowerCase(), table);
  return names;
}

import type { PoolConnection } from 'mysql2/promise';
import type { Contract } from '../../domain/contract.ts';
import type { ColumnTarget } from '../../domain/header.ts';
import { checkableForeignKeys } from '../../domain/ingest/entry-rules.ts';
import { readTies, type TableTies } from './describe-table.ts';
import { quoteIdentifier } from './quote-identifier.ts';

/** Nobody can alter a table that an open transaction has touched, so what is seen then stays. */
async function areTiesAsDescribed(
  connection: PoolConnection,
  { table, foreignKeys, hasTriggers }: Contract,
): Promise<boolean> {
  await connection.query(`SELECT 1 FROM ${quoteIdentifier(table)} LIMIT 0`);
  const described: TableTies = { foreignKeys, hasTriggers };
  return JSON.stringify(await readTies(connection, table)) === JSON.stringify(described);
}

/**
 * Tells the database whether to check foreign keys of what this transaction writes. It need not
 * where every reference is looked up in this very transaction with the parents' rows locked:
 * checking them again is a fifth of a load's time. It must where a trigger may write elsewhere, and
 * where the table has been altered since it was described.
 */
export async function checkForeignKeys(
  connection: PoolConnection,
  contract: Contract,
  targets: readonly ColumnTarget[],
): Promise<void> {
  const checked = checkableForeignKeys({ contract, targets });
  const areAllChecked = checked.length === contract.foreignKeys.length && !contract.hasTriggers;
  const isNeeded = !(areAllChecked && (await areTiesAsDescribed(connection, contract)));
  await connection.query('SET foreign_key_checks = ?', [isNeeded ? 1 : 0]);
}

import type { PoolConnection } from 'mysql2/promise';
import type { Contract } from '../../domain/contract.ts';
import type { ColumnTarget } from '../../domain/header.ts';
import { checkableForeignKeys } from '../../domain/ingest/unknown-references.ts';

/**
 * Tells the database whether to check foreign keys of what this connection writes. It need not
 * where every reference was looked up in this very transaction with the parents' rows locked:
 * checking them again is a fifth of a load's time. It must where a trigger may write elsewhere.
 */
export async function checkForeignKeys(
  connection: PoolConnection,
  contract: Contract,
  targets: readonly ColumnTarget[],
): Promise<void> {
  const checked = checkableForeignKeys({ contract, targets });
  const areAllChecked = checked.length === contract.foreignKeys.length;
  const isNeeded = !areAllChecked || contract.hasTriggers;
  await connection.query('SET foreign_key_checks = ?', [isNeeded ? 1 : 0]);
}

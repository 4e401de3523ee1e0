import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Contract } from '../../domain/contract.ts';
import type { ColumnTarget } from '../../domain/header.ts';
import { checkableForeignKeys } from '../../domain/ingest/resolve-entries.ts';

async function hasTriggers(connection: PoolConnection, table: string): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM information_schema.triggers WHERE event_object_schema = DATABASE() AND event_object_table = ? LIMIT 1',
    [table],
  );
  return rows.length > 0;
}

/**
 * Tells the database whether to check foreign keys of what this connection writes. It need not
 * where every reference was looked up in this very transaction with the parents' rows locked:
 * checking them again is a fifth of a load's time. It must where a trigger writes to other tables.
 */
export async function checkForeignKeys(
  connection: PoolConnection,
  contract: Contract,
  targets: readonly ColumnTarget[],
): Promise<void> {
  const checked = checkableForeignKeys({ contract, targets });
  const areAllChecked = checked.length === contract.foreignKeys.length;
  const isNeeded = !areAllChecked || (await hasTriggers(connection, contract.table));
  await connection.query('SET foreign_key_checks = ?', [isNeeded ? 1 : 0]);
}

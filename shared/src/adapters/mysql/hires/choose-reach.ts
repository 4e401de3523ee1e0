import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Statement } from '../statement.ts';
import { byScanning, type Reach } from './reach.ts';

async function expectRows(connection: PoolConnection, statement: Statement): Promise<number> {
  const { sql, values } = statement;
  const [[plan]] = await connection.query<RowDataPacket[]>(`EXPLAIN ${sql}`, [...values]);
  return Number(plan?.rows ?? 0);
}

/**
 * Jumps where the server expects to read less than half of the index that way, else scans: a
 * row that is jumped to costs about twice as much as one that is passed by.
 */
export async function chooseReach(
  connection: PoolConnection,
  statement: (reach: Reach) => Statement,
  jumping: Reach,
): Promise<Reach> {
  const jumped = await expectRows(connection, statement(jumping));
  const scanned = await expectRows(connection, statement(byScanning));
  return jumped * 2 < scanned ? jumping : byScanning;
}

import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import { refuseOutsideTies } from './key-links.ts';

/**
 * Triggers follow their table through a change of names, and would be left with the replaced rows;
 * there is no statement that gives one to another table, and in between writes would not set it off.
 */
export async function refuseTriggers(
  connection: PoolConnection,
  tables: readonly string[],
): Promise<void> {
  if (tables.length === 0) return;
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT EVENT_OBJECT_TABLE AS tableName, TRIGGER_NAME AS name FROM information_schema.triggers
      WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE IN (?) ORDER BY 1, 2`,
    [tables],
  );
  if (rows.length === 0) return;
  const names = rows.map(({ tableName, name }) => `${name} on ${tableName}`);
  const message = `Triggers can't be carried over to the new rows: ${names.join(', ')}. Drop them first, and create them again afterwards.`;
  throw new AppError('unsupported', message);
}

async function refuseOtherThanTables(
  connection: PoolConnection,
  tables: readonly string[],
): Promise<void> {
  const [[other]] = await connection.query<RowDataPacket[]>(
    `SELECT TABLE_NAME AS name, LOWER(TABLE_TYPE) AS type FROM information_schema.tables
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (?)
        AND TABLE_TYPE NOT IN ('BASE TABLE', 'SYSTEM VERSIONED')`,
    [tables],
  );
  if (other === undefined) return;
  throw new AppError('unsupported', `${other.name} is a ${other.type}, not a table.`);
}

/** Refuses, before anything is done, tables that can't be replaced as a whole. */
export async function refuseUnreplaceable(
  connection: PoolConnection,
  tables: readonly string[],
): Promise<void> {
  if (tables.length === 0) throw new AppError('invalid-request', 'No table is named.');
  const twice = tables.find((table, at) => tables.indexOf(table) !== at);
  if (twice !== undefined) throw new AppError('invalid-request', `${twice} is named twice.`);
  const own = tables.find((table) => table.startsWith('cutover_'));
  if (own !== undefined) {
    const message = `${own} is one of Cutover's own tables, which are never replaced.`;
    throw new AppError('unsupported', message);
  }
  await refuseOtherThanTables(connection, tables);
  await refuseOutsideTies(connection, tables);
  await refuseTriggers(connection, tables);
}

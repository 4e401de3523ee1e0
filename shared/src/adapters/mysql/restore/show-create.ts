import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import { quoteIdentifier } from '../quote-identifier.ts';

/** What SHOW CREATE TABLE says of a table. */
export async function showCreate(connection: PoolConnection, table: string): Promise<string> {
  const [[row]] = await connection.query<RowDataPacket[]>(
    `SHOW CREATE TABLE ${quoteIdentifier(table)}`,
  );
  const ddl: unknown = row?.['Create Table'];
  if (typeof ddl === 'string') return ddl;
  throw new AppError('unsupported', `${table} is not a table: it has no rows of its own.`);
}

/** The names of all tables of the current database. */
export async function readTableNames(connection: PoolConnection): Promise<Set<string>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT TABLE_NAME AS name FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE()',
  );
  return new Set(rows.map(({ name }) => String(name)));
}

/** Drops tables that may refer to one another; those that are not there are passed over. */
export async function dropTables(
  connection: PoolConnection,
  tables: readonly string[],
): Promise<void> {
  if (tables.length === 0) return;
  await connection.query(`DROP TABLE IF EXISTS ${tables.map(quoteIdentifier).join(', ')}`);
}

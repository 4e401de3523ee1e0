import type { Pool, RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import { unknownTable } from '../../domain/unknown-table.ts';
import type { Queryable } from './queryable.ts';
import { translateMysqlError } from './translate-mysql-error.ts';

interface TableRow extends RowDataPacket {
  readonly name: string;
  readonly type: string;
}

const tableTypes = `
  SELECT TABLE_NAME AS name, TABLE_TYPE AS type
  FROM information_schema.tables
  WHERE TABLE_SCHEMA = DATABASE()
  ORDER BY TABLE_NAME`;

const referringTables = `
  SELECT DISTINCT TABLE_NAME AS name
  FROM information_schema.key_column_usage
  WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_SCHEMA = DATABASE()
    AND REFERENCED_TABLE_NAME = ?
  ORDER BY TABLE_NAME`;

/** Cutover's own tables: its ledger, journals and scratch copies. */
export const isInternal = (name: string) => name.startsWith('cutover_');
export const isTable = ({ type }: Pick<TableRow, 'type'>) =>
  type === 'BASE TABLE' || type === 'SYSTEM VERSIONED';

async function readTables(pool: Queryable): Promise<TableRow[]> {
  try {
    const [rows] = await pool.query<TableRow[]>(tableTypes);
    return rows;
  } catch (error) {
    throw translateMysqlError(error);
  }
}

/** Names of the tables of the current database that can be loaded, in order; Cutover's own are not among them. */
export async function listTables(pool: Queryable): Promise<string[]> {
  const rows = await readTables(pool);
  return rows.filter((row) => isTable(row) && !isInternal(row.name)).map(({ name }) => name);
}

/** Names of the tables whose foreign keys refer to `table`, itself included where it does. */
export async function listReferrers(pool: Pool, table: string): Promise<string[]> {
  try {
    const [rows] = await pool.query<TableRow[]>(referringTables, [table]);
    return rows.map(({ name }) => name);
  } catch (error) {
    throw translateMysqlError(error);
  }
}

/** Why a table can't be loaded, as the error to throw; null for one that can. */
export async function explainNotLoadable(pool: Queryable, table: string): Promise<AppError | null> {
  const rows = await readTables(pool);
  const found = rows.find(({ name }) => name === table);
  if (found !== undefined && isInternal(table)) {
    return new AppError(
      'unsupported',
      `${table} is one of Cutover's own tables, which are not loaded.`,
    );
  }
  if (found !== undefined && isTable(found)) return null;
  if (found !== undefined) {
    const type = found.type.toLowerCase();
    return new AppError(
      'unsupported',
      `${table} is a ${type}, not a table; load the tables under it.`,
    );
  }
  return unknownTable(
    table,
    rows.filter((row) => isTable(row) && !isInternal(row.name)).map(({ name }) => name),
  );
}

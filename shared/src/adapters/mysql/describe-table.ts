import type { RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import type { Contract, ForeignKey, UniqueKey } from '../../domain/contract.ts';
import { readColumnRows } from './column-row.ts';
import { describeColumn } from './describe-column.ts';
import { explainNotLoadable } from './list-tables.ts';
import type { Queryable } from './queryable.ts';
import { translateMysqlError } from './translate-mysql-error.ts';

interface KeyRow extends RowDataPacket {
  readonly name: string;
  readonly columnName: string | null;
  readonly prefix: number | null;
}

interface ReferenceRow extends RowDataPacket {
  readonly name: string;
  readonly columnName: string;
  readonly parentSchema: string;
  readonly parentTable: string;
  readonly parentColumn: string;
  readonly isForeign: number;
}

const uniqueKeys = `
  SELECT INDEX_NAME AS name, COLUMN_NAME AS columnName, SUB_PART AS prefix
  FROM information_schema.statistics
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND NON_UNIQUE = 0
  ORDER BY INDEX_NAME, SEQ_IN_INDEX`;

const references = `
  SELECT CONSTRAINT_NAME AS name, COLUMN_NAME AS columnName,
    REFERENCED_TABLE_SCHEMA AS parentSchema, REFERENCED_TABLE_NAME AS parentTable,
    REFERENCED_COLUMN_NAME AS parentColumn, REFERENCED_TABLE_SCHEMA <> DATABASE() AS isForeign
  FROM information_schema.key_column_usage
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL
  ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION`;

const triggers = `
  SELECT 1 FROM information_schema.triggers
  WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ? LIMIT 1`;

/** Keys over a column's prefix or over an expression are left out: a row's values don't tell them. */
function readKeys(rows: readonly KeyRow[]): UniqueKey[] {
  return Array.from(
    Map.groupBy(rows, ({ name }) => name),
    ([name, parts]) => ({
      name,
      columns: parts.map(({ columnName, prefix }) => (prefix === null ? columnName : null)),
    }),
  ).flatMap(({ name, columns }) => {
    const named = columns.filter((column) => column !== null);
    return named.length === columns.length ? [{ name, columns: named }] : [];
  });
}

function readForeignKeys(rows: readonly ReferenceRow[], table: string): ForeignKey[] {
  const foreign = rows.find(({ isForeign }) => Number(isForeign) === 1);
  if (foreign !== undefined) {
    const parent = `${foreign.parentSchema}.${foreign.parentTable}`;
    const message = `${table} refers to ${parent} in another database (foreign key ${foreign.name}), and Cutover fills one database.`;
    throw new AppError('unsupported', message);
  }
  return Array.from(
    Map.groupBy(rows, ({ name }) => name),
    ([name, parts]) => ({
      name,
      columns: parts.map(({ columnName }) => columnName),
      parentTable: parts[0]?.parentTable ?? '',
      parentColumns: parts.map(({ parentColumn }) => parentColumn),
    }),
  );
}

/** What the table's rows have to do with other tables, as far as its contract tells. */
export type TableTies = Pick<Contract, 'foreignKeys' | 'hasTriggers'>;

export async function readTies(connection: Queryable, table: string): Promise<TableTies> {
  const [[referenceRows], [triggerRows]] = await Promise.all([
    connection.query<ReferenceRow[]>(references, [table]),
    connection.query<RowDataPacket[]>(triggers, [table]),
  ]);
  return {
    foreignKeys: readForeignKeys(referenceRows, table),
    hasTriggers: triggerRows.length > 0,
  };
}

async function readContract(pool: Queryable, table: string): Promise<Contract> {
  const [obstacle, columns, [keyRows], ties] = await Promise.all([
    explainNotLoadable(pool, table),
    readColumnRows(pool, table),
    pool.query<KeyRow[]>(uniqueKeys, [table]),
    readTies(pool, table),
  ]);
  if (obstacle !== null) throw obstacle;
  const keys = readKeys(keyRows);
  return {
    table,
    columns: columns.map(describeColumn),
    primaryKey: keys.find(({ name }) => name === 'PRIMARY')?.columns ?? [],
    uniqueKeys: keys.filter(({ name }) => name !== 'PRIMARY'),
    ...ties,
  };
}

/**
 * Reads from information_schema what a table of the current database accepts, on MySQL 8 and on
 * MariaDB. Throws `unknown-table`, naming the tables there are, and `unsupported` for a view and
 * for a table that refers to another database.
 */
export async function describeTable(pool: Queryable, table: string): Promise<Contract> {
  try {
    return await readContract(pool, table);
  } catch (error) {
    throw translateMysqlError(error);
  }
}

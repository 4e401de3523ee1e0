import type { RowDataPacket } from 'mysql2/promise';
import type { Queryable } from './queryable.ts';

/** A row of information_schema.columns, as far as a contract needs it, and what the server adds to it. */
export interface ColumnRow {
  readonly COLUMN_NAME: string;
  readonly DATA_TYPE: string;
  readonly COLUMN_TYPE: string;
  readonly IS_NULLABLE: 'YES' | 'NO';
  readonly COLUMN_DEFAULT: string | null;
  readonly EXTRA: string;
  readonly CHARACTER_MAXIMUM_LENGTH: string | number | null;
  readonly CHARACTER_OCTET_LENGTH: string | number | null;
  readonly NUMERIC_PRECISION: string | number | null;
  readonly NUMERIC_SCALE: string | number | null;
  readonly DATETIME_PRECISION: string | number | null;
  readonly CHARACTER_SET_NAME: string | null;
  readonly COLLATION_NAME: string | null;
  readonly GENERATION_EXPRESSION: string | null;
  /** MySQL 8 only. */
  readonly SRS_ID?: string | number | null;
  readonly isMariadb: boolean;
  /** MariaDB's JSON: LONGTEXT with a check of its own. */
  readonly isJsonText: boolean;
}

type CatalogueRow = RowDataPacket & ColumnRow & { readonly SERVER_VERSION: string };

/** MySQL's catalogue of checks names no tables, so this is for MariaDB alone. */
const jsonChecks = `
  SELECT CHECK_CLAUSE AS clause
  FROM information_schema.check_constraints
  WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = ?`;

async function readJsonChecks(pool: Queryable, table: string): Promise<Set<string>> {
  const [rows] = await pool.query<(RowDataPacket & { clause: string })[]>(jsonChecks, [table]);
  const columns = rows.map(({ clause }) => /^json_valid\(`((?:[^`]|``)+)`\)$/i.exec(clause)?.[1]);
  return new Set(columns.flatMap((name) => (name === undefined ? [] : name.replaceAll('``', '`'))));
}

/**
 * The columns of a table of the current database in its own order; none where there is no such
 * table. All columns of the catalogue are selected since SRS_ID is MySQL's alone.
 */
export async function readColumnRows(pool: Queryable, table: string): Promise<ColumnRow[]> {
  const [rows] = await pool.query<CatalogueRow[]>(
    `SELECT c.*, VERSION() AS SERVER_VERSION
     FROM information_schema.columns c
     WHERE c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME = ?
     ORDER BY c.ORDINAL_POSITION`,
    [table],
  );
  const isMariadb = /mariadb/i.test(rows[0]?.SERVER_VERSION ?? '');
  const hasLongText = rows.some(({ DATA_TYPE }) => DATA_TYPE === 'longtext');
  const json = isMariadb && hasLongText ? await readJsonChecks(pool, table) : new Set();
  return rows.map((row) => ({ ...row, isMariadb, isJsonText: json.has(row.COLUMN_NAME) }));
}

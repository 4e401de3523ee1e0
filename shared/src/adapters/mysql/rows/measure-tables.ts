import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { MeasuredTable } from '../../../domain/rows/ports.ts';
import { isInternal, isTable } from '../list-tables.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { readSnapshot } from '../read-snapshot.ts';
import { translateMysqlError } from '../translate-mysql-error.ts';

interface SizeRow extends RowDataPacket {
  readonly name: string;
  readonly type: string;
  readonly estimate: string | null;
  readonly dataBytes: string | null;
  readonly indexBytes: string | null;
}

/** MySQL 8 alone answers sizes that can be a day old, and reads this comment; MariaDB passes it over. */
const wantNewSizes =
  "SET time_zone = '+00:00' /*!80000 , SESSION information_schema_stats_expiry = 0 */";

const sizes = `
  SELECT TABLE_NAME AS name, TABLE_TYPE AS type, TABLE_ROWS AS estimate,
    DATA_LENGTH AS dataBytes, INDEX_LENGTH AS indexBytes
  FROM information_schema.tables
  WHERE TABLE_SCHEMA = DATABASE()
  ORDER BY TABLE_NAME`;

/** What is counted in some milliseconds. */
const smallBytes = 4 * 1024 * 1024;

async function measure(
  connection: PoolConnection,
  { name, estimate, dataBytes, indexBytes }: SizeRow,
  countsAll: boolean,
): Promise<MeasuredTable> {
  const bytes = dataBytes === null ? null : Number(dataBytes) + Number(indexBytes ?? 0);
  const isCounted = countsAll || estimate === null || Number(dataBytes ?? 0) <= smallBytes;
  if (!isCounted) return { table: name, rows: Number(estimate), isCounted, bytes };
  const count = `SELECT COUNT(*) AS count FROM ${quoteIdentifier(name)}`;
  const [[counted]] = await connection.query<RowDataPacket[]>(count);
  return { table: name, rows: Number(counted?.count), isCounted, bytes };
}

/**
 * The tables of the pool's database but for Cutover's own, in the order of their names. Rows are
 * counted at one instant: of all tables, or else of those that take up to 4 MiB.
 */
export async function measureTables(pool: Pool, countsAll: boolean): Promise<MeasuredTable[]> {
  try {
    return await readSnapshot(pool, async (connection) => {
      await connection.query(wantNewSizes);
      const [rows] = await connection.query<SizeRow[]>(sizes);
      const measured: MeasuredTable[] = [];
      for (const row of rows.filter((each) => isTable(each) && !isInternal(each.name))) {
        measured.push(await measure(connection, row, countsAll));
      }
      return measured;
    });
  } catch (error) {
    throw translateMysqlError(error);
  }
}

import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { KeyLink } from '../../../domain/restore/key-link.ts';
import type { ReferringRows } from '../../../domain/truncate/ports.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { translateMysqlError } from '../translate-mysql-error.ts';
import { readKeyLinks } from './key-links.ts';

async function countLinked(connection: PoolConnection, link: KeyLink): Promise<ReferringRows> {
  const filled = link.columns.map((column) => `${quoteIdentifier(column)} IS NOT NULL`);
  const [[row]] = await connection.query<RowDataPacket[]>(
    `SELECT COUNT(*) AS n FROM ${quoteIdentifier(link.table)} WHERE ${filled.join(' AND ')}`,
  );
  return { child: link.table, parent: link.parentTable, rows: Number(row?.n) };
}

/** Of each foreign key by which rows of other tables refer to one of these, how many do. */
export async function countReferringRows(
  pool: Pool,
  tables: readonly string[],
): Promise<ReferringRows[]> {
  let connection: PoolConnection | undefined;
  try {
    connection = await pool.getConnection();
    const found: ReferringRows[] = [];
    for (const link of await readKeyLinks(connection)) {
      if (!tables.includes(link.parentTable) || tables.includes(link.table)) continue;
      const referring = await countLinked(connection, link);
      if (referring.rows > 0) found.push(referring);
    }
    return found;
  } catch (error) {
    throw translateMysqlError(error);
  } finally {
    connection?.release();
  }
}

import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Orphans } from '../../../domain/restore/explain-orphans.ts';
import type { PassingLink } from '../../../domain/restore/plan-links.ts';
import { quoteIdentifier } from '../quote-identifier.ts';

/**
 * Rows of the link's table in which no column of the key is NULL and that no parent has. Tables go
 * by their own names, because one that is locked is locked under a name.
 */
function describeSearch({ link }: PassingLink) {
  const child = quoteIdentifier(link.table);
  const isOwnParent = link.table === link.parentTable;
  const parent = isOwnParent ? 'parents' : quoteIdentifier(link.parentTable);
  const columns = link.columns.map((column) => `${child}.${quoteIdentifier(column)}`);
  const parentColumns = link.parentColumns.map((name) => `${parent}.${quoteIdentifier(name)}`);
  const equal = parentColumns.map((column, at) => `${column} = ${columns[at]}`);
  const filled = columns.map((column) => `${column} IS NOT NULL`);
  return {
    columns: columns.join(', '),
    condition: `FROM ${child} LEFT JOIN ${isOwnParent ? `${child} AS parents` : parent} ON ${equal.join(' AND ')}
      WHERE ${filled.join(' AND ')} AND ${parentColumns[0]} IS NULL`,
  };
}

async function searchOrphans(
  connection: PoolConnection,
  passing: PassingLink,
): Promise<Orphans | null> {
  const { columns, condition } = describeSearch(passing);
  const [[counted]] = await connection.query<RowDataPacket[]>(`SELECT COUNT(*) AS n ${condition}`);
  const rows = Number(counted?.n ?? 0);
  if (rows === 0) return null;
  const [[example]] = await connection.query<RowDataPacket[][]>({
    sql: `SELECT ${columns} ${condition} LIMIT 1`,
    rowsAsArray: true,
  });
  return { link: passing.wanted, rows, example: Array.from(example ?? [], String) };
}

/** What would be orphaned if the passing keys were the foreign keys of their tables. */
export async function findOrphans(
  connection: PoolConnection,
  links: readonly PassingLink[],
): Promise<Orphans[]> {
  const found: Orphans[] = [];
  for (const link of links) {
    const orphans = await searchOrphans(connection, link);
    if (orphans !== null) found.push(orphans);
  }
  return found;
}

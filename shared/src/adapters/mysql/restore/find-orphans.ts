import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Orphans } from '../../../domain/restore/explain-orphans.ts';
import type { PassingLink } from '../../../domain/restore/plan-links.ts';
import { quoteIdentifier } from '../quote-identifier.ts';

const list = (names: readonly string[], table: string) =>
  names.map((name) => `${table}.${quoteIdentifier(name)}`);

function describeSearch({ link }: PassingLink) {
  const columns = list(link.columns, 'child');
  const parentColumns = list(link.parentColumns, 'parent');
  const equal = parentColumns.map((column, at) => `${column} = ${columns[at]}`).join(' AND ');
  const filled = columns.map((column) => `${column} IS NOT NULL`).join(' AND ');
  const child = `${quoteIdentifier(link.table)} AS child`;
  const parent = `LEFT JOIN ${quoteIdentifier(link.parentTable)} AS parent ON ${equal}`;
  return {
    // An index that begins with the key, as most foreign keys have one, tells its values at once.
    values: `SELECT child.* FROM (SELECT DISTINCT ${columns.join(', ')} FROM ${child} WHERE ${filled}) AS child
      ${parent} WHERE ${parentColumns[0]} IS NULL LIMIT 1`,
    count: `SELECT COUNT(*) AS n FROM ${child} ${parent} WHERE ${filled} AND ${parentColumns[0]} IS NULL`,
  };
}

async function searchOrphans(
  connection: PoolConnection,
  passing: PassingLink,
): Promise<Orphans | null> {
  const { values, count } = describeSearch(passing);
  const [[example]] = await connection.query<RowDataPacket[][]>({ sql: values, rowsAsArray: true });
  if (example === undefined) return null;
  const [[counted]] = await connection.query<RowDataPacket[]>(count);
  return { link: passing.wanted, rows: Number(counted?.n), example: Array.from(example, String) };
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

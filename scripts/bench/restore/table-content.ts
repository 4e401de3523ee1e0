import { quoteIdentifier } from '@cutover/shared/adapters/mysql/quote-identifier.ts';
import { describeStructure, readLinks } from '@cutover/shared/domain/restore/table-ddl.ts';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/** All that a restore has to bring back, as one text: the rows' checksum, columns, indexes and foreign keys. */
export async function readContent(pool: Pool, table: string): Promise<string> {
  const name = quoteIdentifier(table);
  const [[sum]] = await pool.query<RowDataPacket[]>(`CHECKSUM TABLE ${name}`);
  const [[shown]] = await pool.query<RowDataPacket[]>(`SHOW CREATE TABLE ${name}`);
  const ddl = String(shown?.['Create Table']);
  const keys = readLinks(ddl, table).map((link) => JSON.stringify(link));
  return [`Checksum ${sum?.Checksum}`, describeStructure(ddl), ...keys.sort()].join('\n');
}

import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { Column, Contract } from '../../domain/contract.ts';
import type { SampleRow } from '../../domain/truncate/ports.ts';
import { quoteIdentifier } from './quote-identifier.ts';
import { selectExpression } from './select-expression.ts';
import { translateMysqlError } from './translate-mysql-error.ts';

const mostCharacters = 100;
const mostBytes = 32;

/** Text that is cut off; bytes as hexadecimal digits. */
function showColumn(column: Column): string {
  const name = quoteIdentifier(column.name);
  const isBytes =
    column.kind === 'binary' || column.kind === 'geometry' || column.charset === 'binary';
  return isBytes
    ? `CONCAT('0x', HEX(LEFT(${name}, ${mostBytes}))) AS ${name}`
    : `LEFT(CONVERT(${selectExpression(column)} USING utf8mb4), ${mostCharacters}) AS ${name}`;
}

/** The first rows of a table by its primary key, at most so many, as text for people. */
export async function readSample(
  pool: Pool,
  { table, columns, primaryKey }: Contract,
  most: number,
): Promise<SampleRow[]> {
  const shown = columns.map(showColumn).join(', ');
  const order = primaryKey.map((name) => `source.${quoteIdentifier(name)}`).join(', ');
  const sorted = order === '' ? '' : ` ORDER BY ${order}`;
  const source = `${quoteIdentifier(table)} AS source`;
  try {
    const [rows] = await pool.query<RowDataPacket[]>(
      `SELECT ${shown} FROM ${source}${sorted} LIMIT ?`,
      [most],
    );
    return rows.map((row) => ({ ...row }));
  } catch (error) {
    throw translateMysqlError(error);
  }
}

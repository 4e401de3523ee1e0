import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import type { RowReader, RowsRequest, StoredRow } from '../../../domain/rows/ports.ts';
import { cutOff } from '../snapshot/cut-off.ts';
import { readWireRows } from '../snapshot/read-wire-rows.ts';
import type { Statement } from '../statement.ts';
import { asMysqlError, translateMysqlError } from '../translate-mysql-error.ts';
import { decodeRows } from './decode-rows.ts';
import { writePageCursor } from './page-cursor.ts';
import { selectPage, selectPageEnd } from './select-page.ts';

/** For so long the server waits while nobody takes rows; no call of a function lasts longer. */
const netWriteTimeoutSeconds = 3600;

/** Unknown column, key or table, and a definition that changed after the transaction began. */
const altered = new Set([1054, 1146, 1176, 1412]);

function explain({ contract: { table } }: RowsRequest, cause: unknown): AppError {
  if (!altered.has(asMysqlError(cause).errno ?? 0)) return translateMysqlError(cause);
  return new AppError('conflict', `${table} has just been altered; ask again.`, { cause });
}

async function readNext(connection: PoolConnection, request: RowsRequest): Promise<string | null> {
  const { key, limit } = request;
  if (key === null || limit === null) return null;
  const { sql, values } = selectPageEnd(request, key, limit);
  const [[last, next]] = await connection.query<(RowDataPacket & string[])[]>({
    ...{ sql, values: [...values] },
    rowsAsArray: true,
  });
  return last === undefined || next === undefined ? null : writePageCursor(request, last);
}

async function* readRows(
  connection: PoolConnection,
  { sql, values }: Statement,
  request: RowsRequest,
): AsyncGenerator<readonly StoredRow[], void, void> {
  const { columns, contract } = request;
  let isWhole = false;
  try {
    const bound = connection.format(sql, [...values]);
    for await (const portion of readWireRows(connection, bound, new AbortController().signal)) {
      yield decodeRows(portion, columns.length, contract.table);
    }
    await connection.query('ROLLBACK');
    isWhole = true;
  } catch (error) {
    throw explain(request, error);
  } finally {
    if (isWhole) connection.release();
    else cutOff(connection);
  }
}

/** Reads rows in a transaction of their own, which sees the table at one instant (InnoDB). */
export function mysqlRowReader(pool: Pool): RowReader {
  return {
    async open(request) {
      let connection: PoolConnection | undefined;
      try {
        connection = await pool.getConnection();
        await connection.query('SET net_write_timeout = ?', [netWriteTimeoutSeconds]);
        await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
        const next = await readNext(connection, request);
        return { next, rows: readRows(connection, selectPage(request), request) };
      } catch (error) {
        if (connection !== undefined) cutOff(connection);
        throw explain(request, error);
      }
    },
  };
}

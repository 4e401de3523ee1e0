import type { Pool, PoolConnection } from 'mysql2/promise';
import type { WireRows } from '../../../domain/backup/wire-rows.ts';
import type { Contract } from '../../../domain/contract.ts';
import { cutOff } from '../snapshot/cut-off.ts';
import { readWireRows } from '../snapshot/read-wire-rows.ts';
import { selectRows } from '../snapshot/select-rows.ts';
import { translateMysqlError } from '../translate-mysql-error.ts';

/**
 * The rows of a table that nobody writes to, as a backup reads them: the columns of `contract` that
 * a backup keeps, in the order of its primary key. Without a snapshot, which would not show a table
 * whose indexes are being built.
 */
export async function* readLoadedRows(pool: Pool, contract: Contract): AsyncGenerator<WireRows> {
  let connection: PoolConnection | undefined;
  try {
    connection = await pool.getConnection();
    yield* readWireRows(connection, selectRows(contract), new AbortController().signal);
    connection.release();
    connection = undefined;
  } catch (error) {
    throw translateMysqlError(error);
  } finally {
    // Who stops early leaves it in the middle of an answer.
    if (connection !== undefined) cutOff(connection);
  }
}

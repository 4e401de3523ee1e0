import type { Pool } from 'mysql2/promise';
import type { WireRows } from '../../../domain/backup/wire-rows.ts';
import type { Contract } from '../../../domain/contract.ts';
import { cutOff } from '../snapshot/cut-off.ts';
import { readWireRows } from '../snapshot/read-wire-rows.ts';
import { selectRows } from '../snapshot/select-rows.ts';
import { translateMysqlError } from '../translate-mysql-error.ts';

/**
 * All rows of a table to which nobody writes, as a snapshot gives them but without one: so a table
 * can be read whose indexes are still being built. Its connection ends with it.
 */
export async function* readTableRows(
  pool: Pool,
  contract: Contract,
): AsyncGenerator<WireRows, void, void> {
  const connection = await pool.getConnection().catch((error: unknown) => {
    throw translateMysqlError(error);
  });
  try {
    yield* readWireRows(connection, selectRows(contract), new AbortController().signal);
  } catch (error) {
    throw translateMysqlError(error);
  } finally {
    cutOff(connection);
  }
}

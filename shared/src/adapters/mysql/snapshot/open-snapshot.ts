import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import type { Snapshot, SnapshotTable } from '../../../domain/backup/snapshot.ts';
import { describeTable } from '../describe-table.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { translateMysqlError } from '../translate-mysql-error.ts';
import { cutOff } from './cut-off.ts';
import { explainReadError } from './explain-read-error.ts';
import { fixInstant, type Instant } from './fix-instant.ts';
import { readWireRows } from './read-wire-rows.ts';
import { selectRows } from './select-rows.ts';

export interface SnapshotOptions {
  /** Default: all but Cutover's own. */
  readonly tables?: readonly string[];
  /** How long to wait for a table that somebody alters or has locked. */
  readonly lockWaitSeconds?: number;
}

const defaultLockWaitSeconds = 10;
/** For so long the server waits while nobody takes rows; no call of a function lasts longer. */
const netWriteTimeoutSeconds = 3600;

interface CreateRow extends RowDataPacket {
  readonly 'Create Table': string;
}

async function readTable(connection: PoolConnection, table: string): Promise<SnapshotTable> {
  const contract = await describeTable(connection, table);
  const show = `SHOW CREATE TABLE ${quoteIdentifier(table)}`;
  const [[row]] = await connection.query<CreateRow[]>(show);
  if (row === undefined) throw new Error('The server does not show how the table was made.');
  return { contract, ddl: row['Create Table'] };
}

const isClosed = () => new AppError('conflict', 'The snapshot is closed.');

function makeSnapshot(
  connection: PoolConnection,
  { tables: _, ...instant }: Instant,
  tables: readonly SnapshotTable[],
): Snapshot {
  const closing = new AbortController();
  let isReading = false;

  async function close(): Promise<void> {
    if (closing.signal.aborted) return;
    closing.abort(isClosed());
    // So that who waits for one of the tables goes on at once.
    if (!isReading) await connection.query('ROLLBACK').catch(() => {});
    cutOff(connection);
  }

  return {
    ...instant,
    tables,
    close,
    async *rows(table) {
      closing.signal.throwIfAborted();
      const found = tables.find(({ contract }) => contract.table === table);
      if (found === undefined) throw new Error(`The snapshot was not opened for ${table}.`);
      if (isReading) throw new Error('Another table of the snapshot is being read.');
      isReading = true;
      try {
        yield* readWireRows(connection, selectRows(found.contract), closing.signal);
        isReading = false;
      } catch (error) {
        throw explainReadError(table, error);
      } finally {
        if (isReading) await close();
      }
    },
  };
}

/**
 * Opens a snapshot on a connection of its own, which the pool gets back by `close` as a free place.
 * Until then nobody can alter, empty or drop its tables: who wants to, waits; and so does this, for
 * who is at it already. Throws `unknown-table`, `unsupported` for a table that can't be in a backup
 * and `busy` for one that is being altered, each by name.
 */
export async function openSnapshot(pool: Pool, options: SnapshotOptions = {}): Promise<Snapshot> {
  let connection: PoolConnection | undefined;
  try {
    connection = await pool.getConnection();
    await connection.query('SET lock_wait_timeout = ?, net_write_timeout = ?', [
      options.lockWaitSeconds ?? defaultLockWaitSeconds,
      netWriteTimeoutSeconds,
    ]);
    const instant = await fixInstant(connection, options.tables);
    const tables: SnapshotTable[] = [];
    for (const table of instant.tables) tables.push(await readTable(connection, table));
    return makeSnapshot(connection, instant, tables);
  } catch (error) {
    if (connection !== undefined) cutOff(connection);
    throw translateMysqlError(error);
  }
}

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
  /** By how many connections its tables are read at the same time; default one. */
  readonly connections?: number;
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

/** Lets go of what a connection holds, so that who waits for one of the tables goes on at once. */
async function endReader(reader: PoolConnection, isReading: boolean): Promise<void> {
  if (!isReading) await reader.query('ROLLBACK').catch(() => {});
  cutOff(reader);
}

function makeSnapshot(
  readers: readonly PoolConnection[],
  { tables: _, ...instant }: Instant,
  tables: readonly SnapshotTable[],
): Snapshot {
  const closing = new AbortController();
  const idle = new Set(readers);

  async function close(): Promise<void> {
    if (closing.signal.aborted) return;
    closing.abort(isClosed());
    await Promise.all(readers.map((reader) => endReader(reader, !idle.has(reader))));
  }

  return {
    ...instant,
    tables,
    connections: readers.length,
    close,
    async *rows(table) {
      closing.signal.throwIfAborted();
      const found = tables.find(({ contract }) => contract.table === table);
      if (found === undefined) throw new Error(`The snapshot was not opened for ${table}.`);
      const [reader] = idle;
      if (reader === undefined) throw new Error('Another table of the snapshot is being read.');
      idle.delete(reader);
      try {
        yield* readWireRows(reader, selectRows(found.contract), closing.signal);
        idle.add(reader);
      } catch (error) {
        throw explainReadError(table, error);
      } finally {
        if (!idle.has(reader)) await close();
      }
    },
  };
}

/** A connection with a session that waits as a snapshot may have to. */
async function connect(pool: Pool, lockWaitSeconds: number): Promise<PoolConnection> {
  const connection = await pool.getConnection();
  await connection.query('SET lock_wait_timeout = ?, net_write_timeout = ?', [
    lockWaitSeconds,
    netWriteTimeoutSeconds,
  ]);
  return connection;
}

/**
 * Opens a snapshot on connections of its own, which the pool gets back by `close` as free places.
 * Until then nobody can alter, empty or drop its tables: who wants to, waits; and so does this, for
 * who is at it already. With several connections, writers of the tables wait too, for the moment in
 * which all of them look. Throws `unknown-table`, `unsupported` for a table that can't be in a backup
 * and `busy` for one that is being altered, each by name.
 */
export async function openSnapshot(pool: Pool, options: SnapshotOptions = {}): Promise<Snapshot> {
  const { connections = 1, lockWaitSeconds = defaultLockWaitSeconds } = options;
  const opened: PoolConnection[] = [];
  const open = async () => {
    const connection = await connect(pool, lockWaitSeconds);
    opened.push(connection);
    return connection;
  };
  try {
    const first = await open();
    const others: PoolConnection[] = [];
    while (others.length < connections - 1) others.push(await open());
    const companions = others.length === 0 ? null : { readers: others, control: await open() };
    const instant = await fixInstant(first, options.tables, companions);
    if (companions !== null) cutOff(companions.control);
    const tables: SnapshotTable[] = [];
    for (const table of instant.tables) tables.push(await readTable(first, table));
    return makeSnapshot([first, ...others], instant, tables);
  } catch (error) {
    for (const connection of opened) cutOff(connection);
    throw translateMysqlError(error);
  }
}

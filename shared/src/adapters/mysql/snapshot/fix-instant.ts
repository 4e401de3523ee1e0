import type { RowDataPacket } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import type { Snapshot } from '../../../domain/backup/snapshot.ts';
import type { Queryable } from '../queryable.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { asMysqlError } from '../translate-mysql-error.ts';
import { chooseTables } from './choose-tables.ts';
import { readBinlogPosition } from './read-binlog-position.ts';
import { type Companions, shareInstant } from './share-instant.ts';

/** One instant of the database, as far as it is told at once. */
export type Instant = Pick<Snapshot, 'database' | 'takenAt' | 'serverVersion' | 'binlog'> & {
  readonly tables: readonly string[];
};

interface SessionRow extends RowDataPacket {
  readonly database: string;
  readonly now: string;
  readonly version: string;
}

const mostAttempts = 10;
const lockWaitExceeded = 1205;
const noSuchTable = 1146;
const denied = 1142;

function explainNotHeld(table: string, cause: unknown): unknown {
  const { errno } = asMysqlError(cause);
  if (errno === lockWaitExceeded) {
    const message = `${table} is being altered or is locked; try again when that is done.`;
    return new AppError('busy', message, { cause });
  }
  if (errno === denied) {
    const message = `The database user may not read ${table}; grant it SELECT.`;
    return new AppError('misconfigured', message, { cause });
  }
  return cause;
}

/**
 * Nobody can alter, empty or drop a table that an open transaction has touched. Without rows to
 * read nothing is seen yet, so that the instant can be after the last table is held. False where a
 * table has been dropped.
 */
async function holdTables(connection: Queryable, tables: readonly string[]): Promise<boolean> {
  for (const table of tables) {
    try {
      await connection.query(`SELECT 1 FROM ${quoteIdentifier(table)} LIMIT 0`);
    } catch (error) {
      if (asMysqlError(error).errno === noSuchTable) return false;
      throw explainNotHeld(table, error);
    }
  }
  return true;
}

/** The first row read fixes what the transaction sees, of all tables (InnoDB, REPEATABLE READ). */
async function look(connection: Queryable, table: string) {
  const [[session]] = await connection.query<SessionRow[]>(
    'SELECT DATABASE() AS `database`, UTC_TIMESTAMP(6) AS now, VERSION() AS version',
  );
  if (session === undefined) throw new Error('The server does not tell its time.');
  await connection.query(`SELECT 1 FROM ${quoteIdentifier(table)} LIMIT 1`);
  return {
    database: session.database,
    takenAt: `${session.now.replace(' ', 'T')}Z`,
    serverVersion: session.version,
  };
}

async function attempt(
  connection: Queryable,
  named: readonly string[] | undefined,
  companions: Companions | null,
): Promise<(Instant & { readonly isSettled: boolean }) | null> {
  const tables = await chooseTables(connection, named);
  await connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await connection.query('START TRANSACTION READ ONLY');
  const [first] = tables;
  if (first === undefined || !(await holdTables(connection, tables))) return null;
  const before = await readBinlogPosition(connection);
  const see = () => look(connection, first);
  const seen = await (companions === null ? see() : shareInstant(companions, tables, see));
  const after = await readBinlogPosition(connection);
  const isSame = (await chooseTables(connection, named)).join('\0') === tables.join('\0');
  if (!isSame) return null;
  const isSettled = JSON.stringify(before) === JSON.stringify(after);
  return { ...seen, tables, binlog: isSettled ? before : null, isSettled };
}

/**
 * Opens a transaction that sees the tables at one instant, at which each of them was as it is
 * described from now on: they are held first, and the instant comes after. Where a table comes or
 * goes meanwhile, or the binary log moves on, it is tried again; a log that never rests is given up.
 * `companions` see the same instant.
 */
export async function fixInstant(
  connection: Queryable,
  named: readonly string[] | undefined,
  companions: Companions | null = null,
): Promise<Instant> {
  for (let left = mostAttempts - 1; left >= 0; left--) {
    const instant = await attempt(connection, named, companions);
    if (instant !== null && (instant.isSettled || left === 0)) {
      const { isSettled, ...rest } = instant;
      return rest;
    }
    await connection.query('ROLLBACK');
  }
  throw new AppError(
    'busy',
    'Tables are created and dropped all the while; try again later, or name the tables to back up.',
  );
}

import { AppError } from '../../../domain/app-error.ts';
import type { Queryable } from '../queryable.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { asMysqlError } from '../translate-mysql-error.ts';

/** Connections that are to see what another one sees. */
export interface Companions {
  readonly readers: readonly Queryable[];
  /** Keeps writers out while all of them look; it needs the privilege LOCK TABLES. */
  readonly control: Queryable;
}

/** For so long writers wait at a time. */
const lockWaitSeconds = 2;
const mostAttempts = 5;
const lockWaitExceeded = 1205;
const denied = new Set([1044, 1142]);

function explainNotLocked(cause: unknown): unknown {
  const { errno = 0 } = asMysqlError(cause);
  if (errno === lockWaitExceeded) {
    const message =
      'A transaction that writes to the tables, or alters them, stays open, so that several connections can not be given one instant; try again when it has ended.';
    return new AppError('busy', message, { cause });
  }
  if (denied.has(errno)) {
    const message =
      'The database user may not lock the tables, by which several connections are given one instant; grant it LOCK TABLES.';
    return new AppError('misconfigured', message, { cause });
  }
  return cause;
}

/** MariaDB and MySQL have no statement by which a transaction sees what another one sees. */
async function look(reader: Queryable): Promise<void> {
  await reader.query('ROLLBACK');
  await reader.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await reader.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
}

/**
 * Who has written to the tables and not committed is waited for. Meanwhile writers wait too, so that
 * it is a short time, and again. Of transactions that write to several tables the server may end
 * one as a deadlock (1213), because the tables are locked one after the other.
 */
async function lockTables(control: Queryable, tables: readonly string[]): Promise<void> {
  const locks = tables.map((table) => `${quoteIdentifier(table)} READ`);
  for (let left = mostAttempts - 1; ; left--) {
    try {
      await control.query(`LOCK TABLES ${locks.join(', ')}`);
      return;
    } catch (error) {
      if (left === 0 || asMysqlError(error).errno !== lockWaitExceeded) {
        throw explainNotLocked(error);
      }
    }
  }
}

/**
 * Runs `see`, which fixes what one connection sees, and lets the companions see the same: nobody
 * writes to the tables until all have looked. A second call lets go of what the first one saw.
 */
export async function shareInstant<Seen>(
  { readers, control }: Companions,
  tables: readonly string[],
  see: () => Promise<Seen>,
): Promise<Seen> {
  await control.query('SET lock_wait_timeout = ?', [lockWaitSeconds]);
  await lockTables(control, tables);
  const [seen] = await Promise.all([see(), ...readers.map(look)]);
  await control.query('UNLOCK TABLES');
  return seen;
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolConnection } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import { compareCodePoints } from '../../../domain/code-point-order.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import { isDeadlock } from '../translate-mysql-error.ts';
import { lockWaitSeconds } from './with-patience.ts';

/** How tables change their names by a statement that is ready. */
export type Rename = (connection: PoolConnection, statement: string) => Promise<unknown>;

export const renameAtOnce: Rename = (connection, statement) => connection.query(statement);

/** Each has a connection of its own meanwhile. */
export const mostProvenTables = 24;
const pauseMs = 1;

/** A table to which nobody can write; who wants to, waits, and everybody reads. */
interface Guard {
  readonly table: string;
  readonly connection: PoolConnection;
}

async function shutWritersOut({ table, connection }: Guard): Promise<void> {
  await connection.query('SET lock_wait_timeout = ?', [lockWaitSeconds]);
  await connection.query(`LOCK TABLES ${quoteIdentifier(table)} READ`);
}

/** Waits until somebody waits to have the table alone, behind whom all others wait; false where `over` comes first. */
async function becomesAwaited(probe: PoolConnection, table: string, over: AbortSignal) {
  while (!over.aborted) {
    try {
      await probe.query(`SELECT 1 FROM ${quoteIdentifier(table)} LIMIT 0`);
    } catch (error) {
      if (isDeadlock(error)) return true;
      throw error;
    }
    await pause(pauseMs);
  }
  return false;
}

/** Lets the statement that renames have one table after the other, each when it waits for it. */
async function handOver(pool: Pool, guards: readonly Guard[], over: AbortSignal): Promise<void> {
  const probe = await pool.getConnection();
  try {
    // MySQL waits for a second at least, MariaDB not at all.
    await probe.query('SET lock_wait_timeout = 0');
    for (const { table, connection } of guards) {
      if (!(await becomesAwaited(probe, table, over))) return;
      await connection.query('UNLOCK TABLES');
    }
  } finally {
    probe.destroy();
  }
}

async function renameGuarded(
  pool: Pool,
  guards: readonly Guard[],
  [connection, statement]: Parameters<Rename>,
): Promise<void> {
  const over = new AbortController();
  const outcomes = await Promise.allSettled([
    handOver(pool, guards, over.signal).catch(async (error) => {
      await pool.query('KILL QUERY ?', [connection.threadId]);
      throw error;
    }),
    connection.query(statement).finally(() => over.abort()),
  ]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/**
 * Renames tables that `check` approves while nobody can write to them, so that they are what it has
 * seen when their names change; who wants to write waits, and writes to what has the names then.
 * Where `check` throws, nothing has changed. A statement can't rename what its own connection has
 * locked (MariaDB), so that others lock it, and let go of a table when the statement waits for it:
 * it goes before all who write (MySQL manual, "Metadata Lock Acquisition"), but takes its locks one
 * by one, in the order of the names' bytes.
 */
export function renameProven(
  pool: Pool,
  tables: readonly string[],
  check: () => Promise<void>,
): Rename {
  if (tables.length > mostProvenTables) {
    const message = `At most ${mostProvenTables} tables can be emptied at once where their rows must be those of a backup, and these are ${tables.length}. Name fewer, children before their parents.`;
    throw new AppError('unsupported', message);
  }
  return async (connection, statement) => {
    const guards: Guard[] = [];
    try {
      for (const table of tables.toSorted(compareCodePoints)) {
        const guard = { table, connection: await pool.getConnection() };
        guards.push(guard);
        await shutWritersOut(guard);
      }
      await check();
      await renameGuarded(pool, guards, [connection, statement]);
    } finally {
      for (const guard of guards) guard.connection.destroy();
    }
  };
}

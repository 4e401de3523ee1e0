import type { Pool, PoolConnection } from 'mysql2/promise';
import { AppError } from '../../../domain/app-error.ts';
import { defaultUndoRule } from '../../../domain/restore/forgotten-undos.ts';
import { planPassingLinks } from '../../../domain/restore/plan-links.ts';
import type { About, ReplacementKind, TableReplacer } from '../../../domain/restore/ports.ts';
import { translateMysqlError } from '../translate-mysql-error.ts';
import { type PreparedSwap, prepareEmptyTables, prepareReplacements } from './plan-replacement.ts';
import { findUndoable, prepareUndo } from './plan-undo.ts';
import { type Rename, renameAtOnce, renameProven } from './rename-proven.ts';
import { findEntry, listEntries, openEntry } from './restore-journal.ts';
import { withRestoreLock } from './restore-lock.ts';
import { finishEntry, isPastReturn, recoverReplacements, takeBackEntry } from './settle-entry.ts';
import { refuseOrphansOf, swapTables } from './swap-tables.ts';
import { translateFailure } from './translate-failure.ts';

interface Opening {
  readonly kind: ReplacementKind;
  readonly about: About;
  readonly undoes?: string;
}

async function readOwnEntry(connection: PoolConnection, id: string) {
  const entry = await findEntry(connection, id);
  if (entry === null) throw new AppError('internal', 'The journal of restores lost an entry.');
  return entry;
}

/** The rows are replaced and foreign keys hold, if under other names: there is no way but forward. */
async function finishReplacement(connection: PoolConnection, id: string): Promise<void> {
  try {
    await finishEntry(connection, await readOwnEntry(connection, id));
  } catch (cause) {
    const message = `The rows have been replaced (id ${id}), but not all is tidied up. The next restore, truncate or undo does that first.`;
    throw new AppError('unavailable', message, { cause });
  }
}

/** Takes back what failed. Where that fails too, the next call does it, and the first error counts. */
async function takeBack(connection: PoolConnection, id: string, cause: unknown): Promise<void> {
  const { message } = translateFailure(cause);
  try {
    const entry = await readOwnEntry(connection, id);
    if (!(await isPastReturn(connection, entry))) await takeBackEntry(connection, entry, message);
  } catch {
    // The entry stays open.
  }
}

async function runReplacement(
  connection: PoolConnection,
  opening: Opening,
  prepare: (id: string) => Promise<PreparedSwap>,
  rename: Rename = renameAtOnce,
) {
  const id = await openEntry(connection, opening);
  try {
    const { job, tables } = await prepare(id);
    await swapTables(connection, job, rename);
    await finishReplacement(connection, id);
    return { id, tables };
  } catch (error) {
    await takeBack(connection, id, error);
    throw error;
  }
}

/**
 * The tables of a database, replaced as wholes; `cutover_restore` is the journal. One connection is
 * taken all the while, and one for each table that is emptied after a `check` and one more, so that
 * the pool needs room for what a `check` takes besides.
 */
export function mysqlTableReplacer(pool: Pool, undoRule = defaultUndoRule): TableReplacer {
  const alone = <T>(work: (connection: PoolConnection) => Promise<T>): Promise<T> =>
    withRestoreLock(pool, async (connection) => {
      await recoverReplacements(connection, undoRule);
      return work(connection);
    });

  return {
    replace: (replacements, about) =>
      alone((connection) =>
        runReplacement(connection, { kind: 'restore', about }, (id) =>
          prepareReplacements(connection, id, replacements),
        ),
      ),
    rehearse: (replacements, about) =>
      alone(async (connection) => {
        const id = await openEntry(connection, { kind: 'rehearsal', about });
        try {
          const { job, tables } = await prepareReplacements(connection, id, replacements);
          await refuseOrphansOf(connection, job.plan, planPassingLinks(id, job.plan));
          await takeBackEntry(connection, await readOwnEntry(connection, id), null);
          return tables;
        } catch (error) {
          await takeBack(connection, id, error);
          throw error;
        }
      }),
    empty: (tables, about, check) =>
      alone((connection) =>
        runReplacement(
          connection,
          { kind: 'truncate', about },
          (id) => prepareEmptyTables(connection, id, tables),
          check === undefined ? renameAtOnce : renameProven(pool, tables, check),
        ),
      ),
    undo: (undoes, about) =>
      alone(async (connection) => {
        const undone = await findUndoable(connection, undoes);
        return runReplacement(connection, { kind: 'undo', about, undoes }, (id) =>
          prepareUndo(connection, id, undone),
        );
      }),
    recover: () => withRestoreLock(pool, (connection) => recoverReplacements(connection, undoRule)),
    async list(most) {
      try {
        const entries = await listEntries(pool, most);
        return entries.map(({ plan: _, ...record }) => record);
      } catch (error) {
        throw translateMysqlError(error);
      }
    },
  };
}

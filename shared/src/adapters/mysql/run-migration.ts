import type { Connection } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import type { Migration } from './migration-files.ts';
import {
  checksumOf,
  openEntry,
  readJournal,
  recordError,
  recordProgress,
} from './migration-journal.ts';
import type { Statement } from './split-statements.ts';

/**
 * What the server answers when a table, column or key is there already, or gone already: 1050,
 * 1051, 1060, 1061, 1068, 1091, 1826. After an attempt that was cut off, they say that the
 * statement in flight had taken effect.
 */
const alreadyDone = new Set([1050, 1051, 1060, 1061, 1068, 1091, 1826]);

interface DatabaseError extends Error {
  readonly errno: number;
  readonly code: string;
  readonly sqlMessage?: string;
  readonly fatal?: boolean;
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && 'errno' in error && 'code' in error;
}

/** DDL commits by itself; for any other statement its effect and the journal are one transaction. */
async function runStatement(
  connection: Connection,
  statement: Statement,
  mayBeDone: boolean,
  record: () => Promise<void>,
): Promise<void> {
  await connection.beginTransaction();
  try {
    await connection.query(statement.text).catch((error: unknown) => {
      if (!(mayBeDone && isDatabaseError(error) && alreadyDone.has(error.errno))) throw error;
    });
    await record();
    await connection.commit();
  } catch (error) {
    if (!(isDatabaseError(error) && error.fatal)) await connection.rollback();
    throw error;
  }
}

async function whereToGoOn(connection: Connection, migration: Migration, direction: 'up' | 'down') {
  const { file, statements } = migration[direction];
  const entry = (await readJournal(connection)).find(({ name }) => name === migration.name);
  if (entry?.state !== (direction === 'up' ? 'applying' : 'reverting')) {
    return { first: 0, wasCutOff: false };
  }
  const first = entry.statements_done;
  if (checksumOf(statements.slice(0, first)) !== entry.checksum) {
    throw new AppError(
      'conflict',
      `${file} has been run up to statement ${first}, and those ${first} are no longer what was run. ` +
        'Put them back as they were and change only what follows' +
        (direction === 'up' ? ', or undo the migration: npm run migrate -- down' : '.'),
    );
  }
  return { first, wasCutOff: entry.error === null };
}

/**
 * Runs a migration's statements in one direction, going on where an earlier attempt stopped. The
 * journal's entry stays open: the caller closes or removes it. Throws `misconfigured` that names
 * file, line and statement and gives the database's words; what ran before it has taken effect.
 */
export async function runMigration(
  connection: Connection,
  migration: Migration,
  direction: 'up' | 'down',
): Promise<void> {
  const { file, statements } = migration[direction];
  const { first, wasCutOff } = await whereToGoOn(connection, migration, direction);
  const { name } = migration;
  await openEntry(connection, {
    name,
    state: direction === 'up' ? 'applying' : 'reverting',
    checksum: checksumOf(statements.slice(0, first)),
    statements_done: first,
    statements_total: statements.length,
  });
  for (const [offset, statement] of statements.slice(first).entries()) {
    const at = first + offset;
    const record = () => recordProgress(connection, name, statements.slice(0, at + 1));
    try {
      await runStatement(connection, statement, wasCutOff && offset === 0, record);
    } catch (cause) {
      if (!isDatabaseError(cause) || cause.fatal) throw cause;
      const words =
        `${file}, line ${statement.line}, statement ${at + 1} of ${statements.length}: ` +
        `${cause.sqlMessage ?? cause.message} (error ${cause.errno})`;
      await recordError(connection, name, words);
      throw new AppError(
        'misconfigured',
        `${words}. ${at === 0 ? 'Nothing of this file has taken effect.' : 'What ran before it stands.'} ` +
          `Mend the file from that line on and run npm run migrate -- ${direction} again: it goes on from there.`,
        { cause },
      );
    }
  }
}

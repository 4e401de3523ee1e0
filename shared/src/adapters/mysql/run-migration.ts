import type { Connection } from 'mysql2/promise';
import { AppError } from '../../domain/app-error.ts';
import type { Migration, Script } from './migration-files.ts';
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
    // Where the connection is lost there is nothing to take back, and the first error is the reason.
    await connection.rollback().catch(() => {});
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

/** Where it stopped, in the words that the journal keeps. */
function describeStop(script: Script, at: number, error: DatabaseError): string {
  const line = script.statements[at]?.line;
  const place = `${script.file}, line ${line}, statement ${at + 1} of ${script.statements.length}`;
  return `${place}: ${error.sqlMessage ?? error.message} (error ${error.errno})`;
}

function adviseAfter(at: number, isLost: boolean, direction: 'up' | 'down'): string {
  const before = at === 0 ? 'Nothing of this file' : 'What stands before it';
  const again = `npm run migrate -- ${direction}: it goes on from there.`;
  return isLost
    ? `The connection is lost. Run again ${again}`
    : `${before} has taken effect. Mend the file from that line on and run again ${again}`;
}

/**
 * Runs a migration's statements in one direction, going on where an earlier attempt stopped. The
 * journal's entry stays open: the caller closes or removes it. Throws, naming file, line and
 * statement and giving the database's words: `misconfigured` for a statement that failed,
 * `unavailable` for a connection that was lost. What ran before it has taken effect.
 */
export async function runMigration(
  connection: Connection,
  migration: Migration,
  direction: 'up' | 'down',
): Promise<void> {
  const script = migration[direction];
  const { name } = migration;
  const { first, wasCutOff } = await whereToGoOn(connection, migration, direction);
  await openEntry(connection, {
    name,
    state: direction === 'up' ? 'applying' : 'reverting',
    checksum: checksumOf(script.statements.slice(0, first)),
    statements_done: first,
    statements_total: script.statements.length,
  });
  for (const [at, statement] of script.statements.entries()) {
    if (at < first) continue;
    const record = () => recordProgress(connection, name, script.statements.slice(0, at + 1));
    try {
      await runStatement(connection, statement, wasCutOff && at === first, record);
    } catch (cause) {
      if (!isDatabaseError(cause)) throw cause;
      const words = describeStop(script, at, cause);
      const isLost = await recordError(connection, name, words).then(
        () => false,
        () => true,
      );
      const code = isLost ? 'unavailable' : 'misconfigured';
      throw new AppError(code, `${words}. ${adviseAfter(at, isLost, direction)}`, { cause });
    }
  }
}

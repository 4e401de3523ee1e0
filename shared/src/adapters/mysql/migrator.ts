import type { Connection, RowDataPacket } from 'mysql2/promise';
import { MigrationError, Umzug } from 'umzug';
import { AppError } from '../../domain/app-error.ts';
import type { MysqlTarget } from './connect.ts';
import { type Migration, migrationsFolder, readMigrations } from './migration-files.ts';
import {
  closeEntry,
  createJournal,
  type JournalEntry,
  readJournal,
  removeEntry,
} from './migration-journal.ts';
import { type MigrationStatus, readStatus, refuseDisagreement } from './migration-status.ts';
import { refuseToDropRows } from './refuse-to-drop-rows.ts';
import { runMigration } from './run-migration.ts';
import { withConnection } from './with-connection.ts';

const lockWaitSeconds = 60;

/** One migrator at a time works on a database; another one waits. The lock ends with its connection. */
async function lockDatabase(connection: Connection): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT GET_LOCK(CONCAT('cutover-migrate-', MD5(DATABASE())), ?) AS got",
    [lockWaitSeconds],
  );
  if (Number(rows[0]?.got) !== 1) {
    throw new AppError(
      'busy',
      `Another migrator has been at work on this database for ${lockWaitSeconds} s. Try again when it has ended.`,
    );
  }
}

function createUmzug(
  connection: Connection,
  migrations: readonly Migration[],
  executed: (entry: JournalEntry) => boolean,
) {
  return new Umzug<Connection>({
    migrations: migrations.map((migration) => ({
      name: migration.name,
      path: migration.path,
      up: () => runMigration(connection, migration, 'up'),
      down: () => runMigration(connection, migration, 'down'),
    })),
    context: connection,
    storage: {
      executed: async () =>
        (await readJournal(connection)).filter(executed).map(({ name }) => name),
      logMigration: ({ name }) => closeEntry(connection, name),
      unlogMigration: ({ name }) => removeEntry(connection, name),
    },
    logger: undefined,
  });
}

/** Umzug wraps what a migration threw; its own words add nothing to it. */
function unwrap(error: unknown): never {
  throw error instanceof MigrationError ? error.cause : error;
}

/** What stands where, in the order of application. Writes nothing. */
export async function migrationStatus(
  target: MysqlTarget,
  folder = migrationsFolder,
): Promise<MigrationStatus[]> {
  const migrations = await readMigrations(folder);
  return withConnection(target, (connection) => readStatus(connection, migrations));
}

/**
 * Applies what is pending, all of it or up to and with `to`, and returns the names; a half-applied
 * migration goes on from the statement that failed. Called again, it does nothing. Two callers
 * at once: the second waits. Throws `conflict` where files and database disagree, `misconfigured`
 * when a statement fails, `not-found` when there is no `to`.
 */
export async function migrateUp(
  target: MysqlTarget,
  { to, folder = migrationsFolder }: { to?: string; folder?: string } = {},
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  return withConnection(target, async (connection) => {
    await lockDatabase(connection);
    await createJournal(connection);
    refuseDisagreement(await readStatus(connection, migrations), 'up');
    const umzug = createUmzug(connection, migrations, ({ state }) => state === 'applied');
    if (to !== undefined && migrations.every(({ name }) => name !== to)) {
      throw new AppError('not-found', `There is no migration ${to}; nothing was applied.`);
    }
    const names = (await umzug.pending()).map(({ name }) => name);
    const wanted = names.filter((name) => to === undefined || name <= to);
    await umzug.up({ migrations: wanted }).catch(unwrap);
    return wanted;
  });
}

/**
 * Undoes the newest migration that has taken effect, even in part, or all back to and with `to`,
 * and returns the names. Throws `conflict`, with nothing undone, when a table would be dropped
 * that holds rows, unless `force`; `not-found` when `to` is not applied.
 */
export async function migrateDown(
  target: MysqlTarget,
  options: { to?: string; force?: boolean; folder?: string } = {},
): Promise<string[]> {
  const { to, force = false, folder = migrationsFolder } = options;
  const migrations = await readMigrations(folder);
  return withConnection(target, async (connection) => {
    await lockDatabase(connection);
    refuseDisagreement(await readStatus(connection, migrations), 'down');
    const umzug = createUmzug(connection, migrations, () => true);
    const newestFirst = (await umzug.executed()).map(({ name }) => name).reverse();
    const count = to === undefined ? 1 : newestFirst.indexOf(to) + 1;
    if (count === 0) throw new AppError('not-found', `${to} is not applied; nothing was undone.`);
    const names = newestFirst.slice(0, count);
    const undone = migrations.filter(({ name }) => names.includes(name));
    if (!force) await refuseToDropRows(connection, undone);
    await umzug.down({ migrations: names }).catch(unwrap);
    return names;
  });
}

import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import {
  listMigrations,
  migrationsFolder,
} from '@cutover/shared/adapters/mysql/migration-files.ts';
import type { MigrationStatus } from '@cutover/shared/adapters/mysql/migration-status.ts';
import {
  migrateDown,
  migrateUp,
  migrationStatus,
} from '@cutover/shared/adapters/mysql/migrator.ts';
import { readFunctionManifests } from './function-manifest.ts';
import { grantAccess } from './grants/grant-access.ts';
import { findMysqlTarget } from './mysql-target.ts';

const usage = `npm run migrate -- up [--to NAME]              applies what is pending
npm run migrate -- down [--to NAME] [--force]  undoes the newest, or all back to and with NAME;
                                               tables that hold rows are dropped with --force only
npm run migrate -- status                      shows what stands where
npm run migrate -- new <words-in-lower-case>   writes the two files of a new migration
npm run migrate -- grant [--prefix cutover-]   gives each function's user what its function.yaml
                                               states under database, and takes the rest away;
                                               users are called by prefix and function

The database is MYSQL_URL, or MYSQL_HOST, MYSQL_USER ..., or the local cloud's while it runs.`;

function describe({ name, state, ...progress }: MigrationStatus): string {
  const isPartial = state === 'half-applied' || state === 'half-reverted';
  const steps = `${progress.statementsDone} of ${progress.statementsTotal} statements`;
  const line = `${name.padEnd(32)} ${state.padEnd(13)} ${isPartial ? steps : (progress.finishedAt ?? '')}`;
  const reason = progress.error ?? 'the attempt was cut off, or is at work now';
  return isPartial ? `${line}\n  ${reason}` : line.trimEnd();
}

async function createMigration(words: string | undefined): Promise<string> {
  if (words === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(words)) {
    throw new Error('Name the migration in lower-case words: npm run migrate -- new add-salaries');
  }
  const last = (await listMigrations(migrationsFolder)).at(-1);
  const number = String(Number(last?.slice(0, 4) ?? 0) + 1).padStart(4, '0');
  const name = join(migrationsFolder, `${number}-${words}`);
  await writeFile(`${name}.up.sql`, '-- What changes, and why.\n', { flag: 'wx' });
  await writeFile(`${name}.down.sql`, '-- The way back.\n', { flag: 'wx' });
  const shown = relative(process.cwd(), name);
  return `Wrote ${shown}.up.sql and ${shown}.down.sql: put one or more SQL statements in each.`;
}

async function grant(prefix: string): Promise<string> {
  if (!/^[a-z][a-z0-9-]*$/.test(prefix)) {
    throw new Error('--prefix takes lower-case letters, digits and hyphens.');
  }
  const statements = await grantAccess(
    findMysqlTarget(process.env),
    readFunctionManifests(),
    prefix,
  );
  return statements.length === 0
    ? 'Every user may do what function.yaml states, and no more.'
    : statements.join('\n');
}

async function run(argv: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      force: { type: 'boolean', default: false },
      prefix: { type: 'string', default: 'cutover-' },
    },
  });
  const [command, words] = positionals;
  const to = values.to === undefined ? {} : { to: values.to };
  if (command === 'new') return createMigration(words);
  if (command === 'up') {
    const applied = await migrateUp(findMysqlTarget(process.env), to);
    return applied.length === 0 ? 'Nothing was pending.' : `Applied ${applied.join(', ')}.`;
  }
  if (command === 'down') {
    const target = findMysqlTarget(process.env);
    const undone = await migrateDown(target, { ...to, force: values.force });
    return undone.length === 0 ? 'Nothing is applied.' : `Undid ${undone.join(', ')}.`;
  }
  if (command === 'status') {
    return (await migrationStatus(findMysqlTarget(process.env))).map(describe).join('\n');
  }
  if (command === 'grant') return grant(values.prefix);
  throw new Error(usage);
}

try {
  console.log(await run(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

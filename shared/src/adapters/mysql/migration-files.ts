import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../domain/app-error.ts';
import { type Statement, splitStatements } from './split-statements.ts';

/** The migrations of this repository. */
export const migrationsFolder = join(import.meta.dirname, '..', '..', '..', 'migrations');

/** The statements of one file; `file` is its name without folder. */
export interface Script {
  readonly file: string;
  readonly statements: readonly Statement[];
}

/** A change of the database's structure and the way back. `name` is `<NNNN>-<words>`. */
export interface Migration {
  readonly name: string;
  readonly path: string;
  readonly up: Script;
  readonly down: Script;
}

const fileName = /^(?<name>(?<number>\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*)\.(?:up|down)\.sql$/;

async function readScript(folder: string, file: string): Promise<Script> {
  const sql = await readFile(join(folder, file), 'utf8').catch((cause: unknown) => {
    throw new AppError('misconfigured', `${file} can't be read; each migration is two files.`, {
      cause,
    });
  });
  try {
    const statements = splitStatements(sql);
    if (statements.length > 0) return { file, statements };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new AppError('misconfigured', `${file}, ${cause.message}`, { cause });
  }
  throw new AppError('misconfigured', `${file} holds no SQL statement.`);
}

/** The names of the folder's migrations in the order in which they are applied. Refuses stray files. */
export async function listMigrations(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const names = new Map<string, string>();
  for (const file of files) {
    const { name, number } = fileName.exec(file)?.groups ?? {};
    if (name === undefined || number === undefined) {
      throw new AppError(
        'misconfigured',
        `${file} is not named <four digits>-<words-in-lower-case>.up.sql or .down.sql.`,
      );
    }
    if ((names.get(number) ?? name) !== name) {
      throw new AppError('misconfigured', `${names.get(number)} and ${name} have one number.`);
    }
    names.set(number, name);
  }
  return [...names.values()];
}

/** Reads every migration of the folder. Throws `misconfigured`, naming the file, when one can't be used. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = await listMigrations(folder);
  return Promise.all(
    names.map(async (name) => ({
      name,
      path: join(folder, `${name}.up.sql`),
      up: await readScript(folder, `${name}.up.sql`),
      down: await readScript(folder, `${name}.down.sql`),
    })),
  );
}

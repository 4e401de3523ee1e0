import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runProgram } from '../run-program.ts';

/** MariaDB's programs and where their files are. */
export interface MariadbPrograms {
  readonly server: string;
  /** The command-line client; undefined where only the server is there. */
  readonly client: string | undefined;
  /** SQL of the system tables, error messages and character sets. */
  readonly share: string;
  readonly plugins: string;
  readonly environment: Readonly<Record<string, string>>;
}

async function isMariadb(server: string, environment: Readonly<Record<string, string>>) {
  const { ok, output } = await runProgram(server, ['--no-defaults', '--version'], { environment });
  return ok && output.includes('MariaDB');
}

function findClient(prefix: string): string | undefined {
  return [join(prefix, 'bin', 'mariadb'), join(prefix, 'bin', 'mysql')].find(existsSync);
}

async function describePrograms(
  server: string,
  environment: Readonly<Record<string, string>>,
): Promise<MariadbPrograms | undefined> {
  const prefix = dirname(dirname(server));
  const share = [join(prefix, 'share', 'mysql'), join(prefix, 'share', 'mariadb')].find((folder) =>
    existsSync(join(folder, 'mysql_system_tables.sql')),
  );
  if (share === undefined || !(await isMariadb(server, environment))) return undefined;
  const plugins = join(prefix, 'lib', 'mysql', 'plugin');
  return { server, client: findClient(prefix), share, plugins, environment };
}

/** Programs that the machine itself has. Oracle's MySQL under the name `mysqld` is passed over. */
export async function findInstalledMariadb(): Promise<MariadbPrograms | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  for (const folder of folders) {
    for (const name of ['mariadbd', 'mysqld']) {
      const server = join(folder, name);
      const programs = existsSync(server) ? await describePrograms(server, {}) : undefined;
      if (programs !== undefined) return programs;
    }
  }
  return undefined;
}

/** Programs unpacked below `folder` from the distribution's packages, with the libraries that came along. */
export async function findUnpackedMariadb(folder: string): Promise<MariadbPrograms | undefined> {
  const libraries = [join(folder, 'usr', 'lib'), join(folder, 'lib')]
    .filter(existsSync)
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)))
    .filter((path) => path.includes('-linux-'));
  const environment: Record<string, string> =
    libraries.length === 0 ? {} : { LD_LIBRARY_PATH: libraries.join(delimiter) };
  for (const name of ['mariadbd', 'mysqld']) {
    const server = join(folder, 'usr', 'sbin', name);
    const programs = existsSync(server) ? await describePrograms(server, environment) : undefined;
    if (programs !== undefined) return programs;
  }
  return undefined;
}

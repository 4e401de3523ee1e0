import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import { spawnTethered } from '../spawn-tethered.ts';
import type { MariadbPrograms } from './mariadb-programs.ts';

/** The server's own scripts. Its help texts and views for administrators are left out. */
const systemTables = [
  'mysql_system_tables.sql',
  'mysql_performance_tables.sql',
  'mysql_system_tables_data.sql',
  'maria_add_gis_sp_bootstrap.sql',
];

/** Options that every run of the server takes; the machine's my.cnf is never read. */
export function commonOptions(programs: MariadbPrograms): string[] {
  return [
    '--no-defaults',
    `--lc-messages-dir=${programs.share}`,
    `--character-sets-dir=${join(programs.share, 'charsets')}`,
    `--plugin-dir=${programs.plugins}`,
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
  ];
}

function bootstrapSql(share: string): string {
  return [
    'CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;',
    ...systemTables.map((file) => readFileSync(join(share, file), 'utf8')),
    // Nobody can sign in until the server's start makes the one user.
    "DELETE FROM global_priv WHERE User <> 'mariadb.sys';\nDELETE FROM proxies_priv;\n",
  ].join('\n');
}

function bootstrap(programs: MariadbPrograms, data: string): Promise<void> {
  // A server removes what others have in its folder for temporary tables.
  const folders = [`--datadir=${data}`, `--tmpdir=${data}`];
  const options = [...commonOptions(programs), '--bootstrap', ...folders];
  const child = spawnTethered(
    programs.server,
    [...options, '--log-warnings=0', '--max-allowed-packet=8M'],
    {
      env: { ...process.env, ...programs.environment },
      stdio: ['pipe', 'ignore', 'pipe'],
      atEnd: 'KILL',
    },
  );
  return new Promise((resolve, reject) => {
    let words = '';
    const fail = (reason: string) =>
      reject(new AppError('unavailable', `MariaDB could not make its data folder: ${reason}`));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => (code === 0 ? resolve() : fail(words.trim().slice(-500))));
    // A server that dies early breaks the pipe; its exit says why.
    child.stdin?.on('error', () => {}).end(bootstrapSql(programs.share));
  });
}

/** Makes the data folder once. It appears whole or not at all: one cut short is made anew. */
export async function initialiseData(programs: MariadbPrograms, data: string): Promise<void> {
  if (existsSync(data)) return;
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  await bootstrap(programs, unfinished);
  renameSync(unfinished, data);
}

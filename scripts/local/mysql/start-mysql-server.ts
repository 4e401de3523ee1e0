import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimPort } from '../claim-port.ts';
import { openSocketFolder } from '../socket-folder.ts';
import { spawnTethered } from '../spawn-tethered.ts';
import { awaitServer } from './await-server.ts';
import { commonOptions, initialiseData } from './initialise-data.ts';
import type { MariadbPrograms } from './mariadb-programs.ts';
import { refuseLiveServer } from './refuse-live-server.ts';

export interface MysqlServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly socket: string;
  readonly pid: number;
  /** Settles when the server's process is gone, whoever ended it. */
  readonly exited: Promise<void>;
  /** Ends the server in order. A second call waits for the same end. */
  stop(): Promise<void>;
}

export interface MysqlServerOptions {
  readonly programs: MariadbPrograms;
  /** Holds everything the server writes. Made when missing; what it holds is kept. */
  readonly folder: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Further options of mariadbd, such as `--innodb-buffer-pool-size=1G`. */
  readonly serverOptions?: readonly string[];
}

const user = 'cutover';
const database = 'hr';
const host = '127.0.0.1';
const portAdvice =
  'Free it, name a running MySQL server in MYSQL_URL, or start with --port 0, which lets every part take a free port.';

/** As MySQL 8 comes: strict, so that nothing is stored other than as it was sent. */
const sqlMode =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

function keepPassword(folder: string): string {
  const file = join(folder, 'password');
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, randomBytes(18).toString('base64url'), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file, 'utf8');
}

/** Run by the server before it lets anyone in; one statement a line. */
function startSql(password: string): string {
  return [
    `CREATE DATABASE IF NOT EXISTS ${database};`,
    `CREATE USER IF NOT EXISTS '${user}'@'%';`,
    `ALTER USER '${user}'@'%' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${user}'@'%' WITH GRANT OPTION;\n`,
  ].join('\n');
}

/**
 * Starts a MariaDB of one's own, with strict and durable defaults, on 127.0.0.1 alone. `cutover`,
 * with a generated password that is kept in the folder, may do everything; a new folder has no other
 * user. Throws `unavailable` when the port is taken or a live server uses the folder.
 */
export async function startMysqlServer(options: MysqlServerOptions): Promise<MysqlServer> {
  const { programs, folder } = options;
  const data = join(folder, 'data');
  const temporary = join(folder, 'tmp');
  const log = join(folder, 'server.log');
  const pidFile = join(folder, 'server.pid');
  const start = join(folder, 'start.sql');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await refuseLiveServer(data, pidFile);
  const port = await claimPort(options.port, portAdvice);
  await initialiseData(programs, data);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  const password = keepPassword(folder);
  writeFileSync(start, startSql(password), { mode: 0o600 });
  const sockets = openSocketFolder(join(folder, 'run'));
  const socket = join(sockets.folder, 'server.sock');
  const child = spawnTethered(
    programs.server,
    [
      ...commonOptions(programs),
      ...[`--datadir=${data}`, `--tmpdir=${temporary}`, `--init-file=${start}`],
      ...[`--socket=${socket}`, `--pid-file=${pidFile}`, `--log-error=${log}`],
      ...[`--bind-address=${host}`, `--port=${port}`, '--skip-name-resolve', '--local-infile=1'],
      // Both as MySQL 8 comes; the second lets two statements fill a table with an AUTO_INCREMENT.
      ...['--max-allowed-packet=64M', '--innodb-autoinc-lock-mode=2'],
      ...[`--sql-mode=${sqlMode}`, '--default-time-zone=+00:00'],
      ...['--character-set-server=utf8mb4', '--collation-server=utf8mb4_unicode_ci'],
      ...(options.serverOptions ?? []),
    ],
    { env: { ...process.env, ...programs.environment }, stdio: 'ignore', atEnd: 'TERM' },
  );
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  }).finally(sockets.remove);
  const stop = () => {
    child.kill('SIGTERM');
    return exited;
  };
  try {
    await awaitServer(child, { host, port, user, password, database }, log);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    rmSync(start, { force: true });
  }
  return { host, port, user, password, database, socket, pid: child.pid ?? 0, exited, stop };
}

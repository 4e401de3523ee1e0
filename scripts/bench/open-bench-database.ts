import { randomBytes } from 'node:crypto';
import { connectMysql, type MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { migrateUp } from '@cutover/shared/adapters/mysql/migrator.ts';
import type { Pool } from 'mysql2/promise';
import { cutoverHome } from '../local/cutover-home.ts';
import { ensureMariadb } from '../local/mysql/ensure-mariadb.ts';
import { type MysqlAddress, parseMysqlUrl } from '../local/mysql/parse-mysql-url.ts';
import { startMysqlServer } from '../local/mysql/start-mysql-server.ts';
import { makeWorkFolder } from './work-folder.ts';

export interface BenchDatabase {
  readonly pool: Pool;
  readonly target: MysqlTarget;
  /** The server's process; undefined where it is the user's own server. */
  readonly serverPid: number | undefined;
  /** Drops the database, and ends the server where it is a private one. */
  close(): Promise<void>;
}

interface Server {
  readonly address: MysqlAddress;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

async function startPrivateServer(serverOptions: readonly string[]): Promise<Server> {
  const programs = await ensureMariadb(cutoverHome(process.env), console.log);
  const { folder, remove } = makeWorkFolder();
  const server = await startMysqlServer({ programs, folder, port: 0, serverOptions });
  const kill = () => {
    process.kill(server.pid, 'SIGKILL');
    remove();
  };
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    await server.stop();
    remove();
  };
  return { address: server, pid: server.pid, stop };
}

function toTarget({ host, port, user, password }: MysqlAddress, database: string): MysqlTarget {
  return {
    MYSQL_HOST: host,
    MYSQL_PORT: port,
    MYSQL_USER: user,
    MYSQL_PASSWORD: password,
    MYSQL_DATABASE: database,
  };
}

async function runOn(target: MysqlTarget, sql: string): Promise<void> {
  const { pool, close } = await connectMysql(target, 1);
  await pool.query(sql).finally(close);
}

/**
 * A migrated database of one's own: on the server that `mysqlUrl` names, else on a private one that
 * is started with `serverOptions` beside the defaults.
 */
export async function openBenchDatabase(
  mysqlUrl: string | undefined,
  serverOptions: readonly string[] = [],
): Promise<BenchDatabase> {
  const server = mysqlUrl
    ? { address: parseMysqlUrl(mysqlUrl), pid: undefined, stop: async () => {} }
    : await startPrivateServer(serverOptions);
  const name = `cutover_bench_${randomBytes(4).toString('hex')}`;
  const main = toTarget(server.address, 'information_schema');
  const target = toTarget(server.address, name);
  await runOn(main, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  await migrateUp(target);
  const { pool, close } = await connectMysql(target, 2);
  return {
    pool,
    target,
    serverPid: server.pid,
    close: async () => {
      await close();
      await runOn(main, `DROP DATABASE ${name}`);
      await server.stop();
    },
  };
}

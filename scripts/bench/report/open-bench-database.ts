import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectMysql, type MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { migrateUp } from '@cutover/shared/adapters/mysql/migrator.ts';
import type { Pool } from 'mysql2/promise';
import { cutoverHome } from '../../local/cutover-home.ts';
import { ensureMariadb } from '../../local/mysql/ensure-mariadb.ts';
import { type MysqlAddress, parseMysqlUrl } from '../../local/mysql/parse-mysql-url.ts';
import { startMysqlServer } from '../../local/mysql/start-mysql-server.ts';

export interface BenchDatabase {
  readonly pool: Pool;
  /** Drops the database, and ends the server where it is a private one. */
  close(): Promise<void>;
}

interface Server {
  readonly address: MysqlAddress;
  stop(): Promise<void>;
}

/** Memory enough for all tables, so that neither side waits for the disk. */
const serverOptions = ['--innodb-buffer-pool-size=4G', '--innodb-log-file-size=1G'];

async function startPrivateServer(): Promise<Server> {
  const programs = await ensureMariadb(cutoverHome(process.env), console.log);
  const folder = mkdtempSync(join(tmpdir(), 'cutover-bench-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  const server = await startMysqlServer({ programs, folder, port: 0, serverOptions });
  const leave = () => {
    process.kill(server.pid, 'SIGKILL');
    removeFolder();
    process.exit(130);
  };
  process.once('SIGINT', leave).once('SIGTERM', leave);
  const stop = async () => {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    await server.stop();
    removeFolder();
  };
  return { address: server, stop };
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

/** A migrated database of one's own: on the server that MYSQL_URL names, else on a private one. */
export async function openBenchDatabase(mysqlUrl: string | undefined): Promise<BenchDatabase> {
  const server = mysqlUrl
    ? { address: parseMysqlUrl(mysqlUrl), stop: async () => {} }
    : await startPrivateServer();
  const name = `cutover_bench_${randomBytes(4).toString('hex')}`;
  const main = toTarget(server.address, 'information_schema');
  const target = toTarget(server.address, name);
  await runOn(main, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  await migrateUp(target);
  const { pool, close } = await connectMysql(target, 2);
  return {
    pool,
    close: async () => {
      await close();
      await runOn(main, `DROP DATABASE ${name}`);
      await server.stop();
    },
  };
}

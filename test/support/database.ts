import { randomBytes } from 'node:crypto';
import type { Pool } from 'mysql2/promise';
import { parseMysqlUrl } from '../../scripts/local/mysql/parse-mysql-url.ts';
import { connectMysql, type MysqlTarget } from '../../shared/src/adapters/mysql/connect.ts';
import { migrateUp } from '../../shared/src/adapters/mysql/migrator.ts';

export interface TestDatabase {
  readonly target: MysqlTarget;
  readonly pool: Pool;
  drop(): Promise<void>;
}

function serverTarget(mysqlUrl: string): MysqlTarget {
  const { host, port, user, password } = parseMysqlUrl(mysqlUrl);
  return {
    MYSQL_HOST: host,
    MYSQL_PORT: port,
    MYSQL_USER: user,
    MYSQL_PASSWORD: password,
    MYSQL_DATABASE: 'information_schema',
  };
}

async function runOn(server: MysqlTarget, sql: string): Promise<void> {
  const { pool, close } = await connectMysql(server, 1);
  try {
    await pool.query(sql);
  } finally {
    await close();
  }
}

/**
 * A database of one's own on the run's server (or the one that `mysqlUrl` names), empty or with the
 * suite's tables in it. Drop it in `afterAll`.
 */
export async function createTestDatabase(
  options: { migrated?: boolean; mysqlUrl?: string } = {},
): Promise<TestDatabase> {
  const server = serverTarget(options.mysqlUrl ?? process.env.TEST_MYSQL_URL ?? '');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOn(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  const target = { ...server, MYSQL_DATABASE: name };
  if (options.migrated) await migrateUp(target);
  const { pool, close } = await connectMysql(target, 8);
  const drop = async () => {
    await close();
    await runOn(server, `DROP DATABASE ${name}`);
  };
  return { target, pool, drop };
}

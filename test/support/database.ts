import { randomBytes } from 'node:crypto';
import type { Pool } from 'mysql2/promise';
import { type FunctionManifest, readFunctionManifests } from '../../scripts/function-manifest.ts';
import { grantAccess, quoteUser, userOf } from '../../scripts/grants/grant-access.ts';
import { parseMysqlUrl } from '../../scripts/local/mysql/parse-mysql-url.ts';
import { connectMysql, type MysqlTarget } from '../../shared/src/adapters/mysql/connect.ts';
import { migrateUp } from '../../shared/src/adapters/mysql/migrator.ts';

export interface TestDatabase {
  readonly target: MysqlTarget;
  readonly pool: Pool;
  /** The same database as a user of a function's, who may do exactly what its function.yaml states. */
  signInAs(functionName: string): Promise<Pick<TestDatabase, 'target' | 'pool'>>;
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

async function createFunctionUser(target: MysqlTarget, manifest: FunctionManifest) {
  // MySQL takes no longer names than of 32 characters.
  const [prefix, password] = [
    `t${randomBytes(4).toString('hex')}-`,
    randomBytes(9).toString('hex'),
  ];
  const user = userOf(prefix, manifest);
  await runOn(target, `CREATE USER ${quoteUser(user)} IDENTIFIED BY '${password}'`);
  await grantAccess(target, [manifest], prefix);
  const own = { ...target, MYSQL_USER: user, MYSQL_PASSWORD: password };
  const { pool, close } = await connectMysql(own, 8);
  const remove = async () => {
    await close();
    await runOn(target, `DROP USER ${quoteUser(user)}`);
  };
  return { target: own, pool, remove };
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
  const users = new Map<string, ReturnType<typeof createFunctionUser>>();
  const signInAs = async (functionName: string) => {
    const manifest = readFunctionManifests().find((each) => each.name === functionName);
    if (manifest === undefined) throw new Error(`There is no function ${functionName}.`);
    const user = users.get(functionName) ?? createFunctionUser(target, manifest);
    users.set(functionName, user);
    return user;
  };
  const drop = async () => {
    await close();
    for (const user of users.values()) await (await user).remove();
    await runOn(server, `DROP DATABASE ${name}`);
  };
  return { target, pool, signInAs, drop };
}

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { AppError } from '@cutover/shared/domain/app-error.ts';
import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { mysqlSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

type Environment = Readonly<Record<string, string | undefined>>;

const endpointsSchema = z.object({
  mysql: z.object({
    host: z.string(),
    port: z.int(),
    user: z.string(),
    password: z.string(),
    database: z.string(),
  }),
});

/** Reads `mysql://user:password@host:port/database`. Throws `misconfigured`, showing no part of it. */
export function parseMysqlUrl(text: string): MysqlTarget {
  const url = URL.parse(text);
  const database = decodeURIComponent(url?.pathname.slice(1) ?? '');
  if (url?.protocol !== 'mysql:' || url.hostname === '' || database === '') {
    throw new AppError(
      'misconfigured',
      'MYSQL_URL is wrong; it must look like mysql://user:password@host:3306/database.',
    );
  }
  return {
    MYSQL_HOST: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    MYSQL_PORT: Number(url.port || 3306),
    MYSQL_USER: decodeURIComponent(url.username),
    MYSQL_PASSWORD: decodeURIComponent(url.password),
    MYSQL_DATABASE: database,
  };
}

function readLocalCloud(file: string): MysqlTarget | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const { mysql } = endpointsSchema.parse(JSON.parse(text));
  return {
    MYSQL_HOST: mysql.host,
    MYSQL_PORT: mysql.port,
    MYSQL_USER: mysql.user,
    MYSQL_PASSWORD: mysql.password,
    MYSQL_DATABASE: mysql.database,
  };
}

/**
 * The database that a script works on: MYSQL_URL, else the variables that the functions know
 * (MYSQL_HOST, CLOUD_SQL_INSTANCE ...), else the local cloud that runs in CUTOVER_HOME.
 */
export function findMysqlTarget(environment: Environment): MysqlTarget {
  if (environment.MYSQL_URL) return parseMysqlUrl(environment.MYSQL_URL);
  if (Object.keys(mysqlSettings).some((name) => environment[name])) {
    return readConfig(z.object(mysqlSettings), environment);
  }
  const home = environment.CUTOVER_HOME || join(import.meta.dirname, '..', '.cutover');
  const local = readLocalCloud(join(resolve(home), 'endpoints.json'));
  if (local !== undefined) return local;
  throw new AppError(
    'misconfigured',
    'No database is named and no local cloud runs. Set MYSQL_URL=mysql://user:password@host:3306/database, or run npm start first.',
  );
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { AppError } from '@cutover/shared/domain/app-error.ts';
import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { mysqlSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';
import { cutoverHome } from './local/cutover-home.ts';
import { type MysqlAddress, parseMysqlUrl } from './local/mysql/parse-mysql-url.ts';

const endpointsSchema = z.object({
  mysql: z.object({
    host: z.string(),
    port: z.int(),
    user: z.string(),
    password: z.string(),
    database: z.string(),
  }),
});

function toTarget(address: MysqlAddress): MysqlTarget {
  return {
    MYSQL_HOST: address.host,
    MYSQL_PORT: address.port,
    MYSQL_USER: address.user,
    MYSQL_PASSWORD: address.password,
    MYSQL_DATABASE: address.database,
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
  return toTarget(endpointsSchema.parse(JSON.parse(text)).mysql);
}

/**
 * The database that a script works on: MYSQL_URL, else the variables that the functions know
 * (MYSQL_HOST, CLOUD_SQL_INSTANCE ...), else the local cloud that runs in CUTOVER_HOME.
 */
export function findMysqlTarget(environment: NodeJS.ProcessEnv): MysqlTarget {
  if (environment.MYSQL_URL) return toTarget(parseMysqlUrl(environment.MYSQL_URL));
  if (Object.keys(mysqlSettings).some((name) => environment[name])) {
    return readConfig(z.object(mysqlSettings), environment);
  }
  const local = readLocalCloud(join(cutoverHome(environment), 'endpoints.json'));
  if (local !== undefined) return local;
  throw new AppError(
    'misconfigured',
    'No database is named and no local cloud runs. Set MYSQL_URL=mysql://user:password@host:3306/database, or run npm start first.',
  );
}

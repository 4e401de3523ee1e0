import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { AppError } from '@cutover/shared/domain/app-error.ts';
import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { mysqlSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';
import { type MysqlAddress, parseMysqlUrl } from './local/mysql/parse-mysql-url.ts';
import { readEndpoints } from './local/read-endpoints.ts';

function toTarget(address: MysqlAddress): MysqlTarget {
  return {
    MYSQL_HOST: address.host,
    MYSQL_PORT: address.port,
    MYSQL_USER: address.user,
    MYSQL_PASSWORD: address.password,
    MYSQL_DATABASE: address.database,
  };
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
  const local = readEndpoints(environment);
  if (local !== undefined) return toTarget(local.mysql);
  throw new AppError(
    'misconfigured',
    'No database is named and no local cloud runs. Set MYSQL_URL=mysql://user:password@host:3306/database, or run npm start first.',
  );
}

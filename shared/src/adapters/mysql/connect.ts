import { createPool, type Pool, type PoolOptions } from 'mysql2/promise';

/** Where the target database is; the names are those of the functions' environment. */
export interface MysqlTarget {
  readonly CLOUD_SQL_INSTANCE?: string | undefined;
  /** Which address of that instance is taken; the private one where it is not said. */
  readonly CLOUD_SQL_IP_TYPE?: 'PRIVATE' | 'PUBLIC' | undefined;
  /** A host, or the path of a Unix socket (`/cloudsql/project:region:instance`). */
  readonly MYSQL_HOST: string;
  readonly MYSQL_PORT: number;
  readonly MYSQL_USER: string;
  readonly MYSQL_PASSWORD?: string | undefined;
  readonly MYSQL_DATABASE: string;
}

/** Every session speaks UTC, checks strictly and reads utf8mb4, whatever the server's own defaults are. */
const sessionSetup =
  "SET time_zone = '+00:00', sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";

async function route(target: MysqlTarget): Promise<{ options: PoolOptions; close(): void }> {
  if (target.CLOUD_SQL_INSTANCE === undefined) {
    const { MYSQL_HOST: host, MYSQL_PORT: port } = target;
    const options = host.startsWith('/') ? { socketPath: host } : { host, port };
    return { options, close: () => {} };
  }
  // Loading it takes a fifth of a second, so only who needs it does.
  const { AuthTypes, Connector, IpAddressTypes } = await import(
    '@google-cloud/cloud-sql-connector'
  );
  const connector = new Connector();
  const options = await connector.getOptions({
    instanceConnectionName: target.CLOUD_SQL_INSTANCE,
    ipType: IpAddressTypes[target.CLOUD_SQL_IP_TYPE ?? 'PRIVATE'],
    authType: target.MYSQL_PASSWORD === undefined ? AuthTypes.IAM : AuthTypes.PASSWORD,
  });
  return { options, close: () => connector.close() };
}

/**
 * Opens a pool of at most `connections`. Dates come back as text in UTC, 64-bit integers and
 * decimals as text, so that nothing is rounded. Affected-row counts are of rows changed, not found.
 */
export async function connectMysql(
  target: MysqlTarget,
  connections: number,
): Promise<{ pool: Pool; close(): Promise<void> }> {
  const { options, close } = await route(target);
  const pool = createPool({
    ...options,
    user: target.MYSQL_USER,
    ...(target.MYSQL_PASSWORD === undefined ? {} : { password: target.MYSQL_PASSWORD }),
    database: target.MYSQL_DATABASE,
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    flags: ['-FOUND_ROWS'],
    connectionLimit: connections,
    enableKeepAlive: true,
  });
  pool.on('connection', (connection) => connection.query(sessionSetup));
  return {
    pool,
    close: async () => {
      await pool.end();
      close();
    },
  };
}

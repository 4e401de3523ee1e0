import { AppError } from '../../../shared/src/domain/app-error.ts';

export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Reads `mysql://user:password@host:port/database`; port 3306 and database `hr` may be left out. */
export function parseMysqlUrl(text: string): MysqlAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'mysql:' || url.hostname === '' || url.username === '') {
    // The text itself is not shown: it may hold a password.
    throw new AppError(
      'misconfigured',
      'MYSQL_URL must look like mysql://user:password@host:port/database.',
    );
  }
  return {
    host: url.hostname,
    port: url.port === '' ? 3306 : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || 'hr',
  };
}

export function formatMysqlUrl(address: MysqlAddress): string {
  const { host, port, user, password, database } = address;
  const [name, secret] = [encodeURIComponent(user), encodeURIComponent(password)];
  return `mysql://${name}:${secret}@${host}:${port}/${encodeURIComponent(database)}`;
}

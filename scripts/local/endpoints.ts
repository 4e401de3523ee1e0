import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Login } from '../fetch-token.ts';
import type { MysqlAddress } from './mysql/parse-mysql-url.ts';

/** What runs where; `endpoints.json` in the home while everything answers. */
export interface Endpoints {
  readonly pid: number;
  readonly project: string;
  readonly gateway: string;
  readonly storage: string;
  readonly bigquery: string;
  readonly mysql: MysqlAddress;
  readonly buckets: Readonly<Record<'drop' | 'results' | 'backups', string>>;
  readonly login: Login;
}

/** Writes the file whole, for its owner's eyes only: it holds passwords. */
export function writeEndpoints(file: string, endpoints: Endpoints): void {
  const { pid, project, gateway, storage, bigquery, mysql, buckets, login } = endpoints;
  const { host, port, user, password, database } = mysql;
  const content = {
    pid,
    project,
    gateway,
    storage,
    bigquery,
    mysql: { host, port, user, password, database },
    buckets,
    login,
  };
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Also clears what a start that was killed has left. */
export function removeEndpoints(file: string): void {
  rmSync(file, { force: true });
}

import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import type { MariadbPrograms } from '../local/mysql/mariadb-programs.ts';
import type { Command } from './run-measured.ts';

/** A file's path as a literal of SQL. */
export const quotePath = (file: string) => `'${file.replaceAll(/['\\]/g, '\\$&')}'`;

/** The statement that loads a file of good rows, in the format that LOAD DATA takes by default. */
export const loadHiresSql = (file: string) =>
  `LOAD DATA LOCAL INFILE ${quotePath(file)} INTO TABLE hired_employees CHARACTER SET utf8mb4`;

/** The command-line client that runs a LOAD DATA LOCAL. */
export function loadDataCommand(
  { client, environment }: MariadbPrograms,
  target: MysqlTarget,
  sql: string,
): Command {
  if (client === undefined) throw new Error("MariaDB's client program is missing.");
  return {
    program: client,
    args: [
      ...['--no-defaults', '--local-infile=1', '--protocol=tcp', '--default-character-set=utf8mb4'],
      ...[`--host=${target.MYSQL_HOST}`, `--port=${target.MYSQL_PORT}`],
      ...[`--user=${target.MYSQL_USER}`, target.MYSQL_DATABASE, `--execute=${sql}`],
    ],
    environment: { ...environment, MYSQL_PWD: target.MYSQL_PASSWORD ?? '' },
  };
}

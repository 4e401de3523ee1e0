import { join } from 'node:path';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { runProgram } from '../local/run-program.ts';
import type { BenchTable } from './measure-table.ts';
import type { Command } from './run-measured.ts';

/** How the programs of MariaDB and mydumper are told the server. */
export const addressOf = ({ MYSQL_HOST, MYSQL_PORT, MYSQL_USER }: MysqlTarget) => [
  ...[`--host=${MYSQL_HOST}`, `--port=${MYSQL_PORT}`, `--user=${MYSQL_USER}`],
];
/** The password, which no list of processes shows. */
export const passwordOf = ({ MYSQL_PASSWORD }: MysqlTarget) => ({
  MYSQL_PWD: MYSQL_PASSWORD ?? '',
});

/** The first line of what a program says of its version; undefined where it is not there. */
export async function findVersion(program: string): Promise<string | undefined> {
  const { ok, output } = await runProgram(program, ['--version']);
  return ok ? output.trim().split('\n')[0] : undefined;
}

/** `mariadb-dump` of one instant into a file of the folder, through gzip where it is to be packed. */
export function dumpCommand(
  target: MysqlTarget,
  { table }: BenchTable,
  folder: string,
  isPacked: boolean,
): Command {
  const dump = [
    ...['mariadb-dump', '--no-defaults', '--protocol=tcp', ...addressOf(target)],
    ...['--single-transaction', '--quick', '--hex-blob', target.MYSQL_DATABASE, table],
  ];
  const file = join(folder, isPacked ? 'dump.sql.gz' : 'dump.sql');
  const script = isPacked
    ? 'set -o pipefail; file=$1; shift; "$@" | gzip > "$file"'
    : 'file=$1; shift; exec "$@" > "$file"';
  return {
    program: 'bash',
    args: ['-c', script, 'bash', file, ...dump],
    environment: passwordOf(target),
  };
}

/** mydumper with the settings that it has by itself. */
export function mydumperCommand(
  target: MysqlTarget,
  { table }: BenchTable,
  folder: string,
  isPacked: boolean,
): Command {
  const { MYSQL_DATABASE } = target;
  return {
    program: 'mydumper',
    args: [
      ...[...addressOf(target), `--database=${MYSQL_DATABASE}`, `--tables-list=${table}`],
      ...[`--outputdir=${folder}`, ...(isPacked ? ['--compress'] : [])],
    ],
    environment: passwordOf(target),
  };
}

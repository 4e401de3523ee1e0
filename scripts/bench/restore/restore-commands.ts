import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { addressOf, passwordOf } from '../dump-commands.ts';
import type { Command } from '../run-measured.ts';

/** The client reads what mariadb-dump wrote: it drops the table, makes it with its indexes and fills it. */
export function readDumpCommand(target: MysqlTarget, file: string): Command {
  const client = ['mariadb', '--no-defaults', '--protocol=tcp', ...addressOf(target)];
  return {
    program: 'bash',
    args: [
      ...['-c', 'file=$1; shift; exec "$@" < "$file"', 'bash', file],
      ...[...client, target.MYSQL_DATABASE],
    ],
    environment: passwordOf(target),
  };
}

/** myloader drops the table, makes it with its indexes and fills it, as many files at a time as it has threads. */
export function myloaderCommand(target: MysqlTarget, folder: string, threads: number): Command {
  return {
    program: 'myloader',
    args: [
      ...[...addressOf(target), `--database=${target.MYSQL_DATABASE}`, `--directory=${folder}`],
      ...[`--threads=${threads}`, '--overwrite-tables'],
    ],
    environment: passwordOf(target),
  };
}

import { join } from 'node:path';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { dumpCommand, mydumperCommand } from '../dump-commands.ts';
import type { Programs } from '../find-programs.ts';
import type { TableContender } from '../measure-on-table.ts';
import type { BenchTable } from '../measure-table.ts';
import type { OpenFunction } from '../open-function.ts';
import { pythonCommand } from '../python.ts';
import { checkDump, checkMydumper } from './check-dump.ts';
import { functionContender, programContender } from './contenders.ts';

const script = join(import.meta.dirname, 'usual-script.py');

/** Where they back up from and to. */
export interface Place {
  readonly target: MysqlTarget;
  readonly opened: OpenFunction;
  readonly folder: string;
}

/** The function and the programs, each with a folder of its own, to back up the table. */
export function gatherContenders(
  { target, opened, folder }: Place,
  table: BenchTable,
  programs: Programs,
): TableContender[] {
  const contenders = [functionContender(opened, table)];
  const add = (name: string, options: Omit<Parameters<typeof programContender>[1], 'folder'>) => {
    const own = join(folder, `${table.table}-${contenders.length}`);
    contenders.push(programContender(name, { ...options, folder: own }));
  };
  for (const isPacked of [false, true]) {
    if (!programs.hasDump) continue;
    add(isPacked ? 'mariadb-dump | gzip' : 'mariadb-dump', {
      command: (into) => dumpCommand(target, table, into, isPacked),
      check: (_, into) => checkDump(into),
    });
  }
  for (const isPacked of [false, true]) {
    if (!programs.hasMydumper) continue;
    add(isPacked ? 'mydumper --compress' : 'mydumper', {
      command: (into) => mydumperCommand(target, table, into, isPacked),
      check: (_, into) => checkMydumper(into),
    });
  }
  if (programs.hasScript) {
    add('Python script', {
      command: (into) => pythonCommand([script, table.table, join(into, 'table.avro')], target),
      check: async (said) => {
        if (said !== `${table.rows} rows`) throw new Error(`The Python script says "${said}".`);
      },
      isSlow: true,
    });
  }
  return contenders;
}

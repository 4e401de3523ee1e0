import { join } from 'node:path';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import type { OpenFunction } from '../open-function.ts';
import { describePython, explainMissingPython, pythonCommand } from '../python.ts';
import { checkDump, checkMydumper } from './check-dump.ts';
import { type BackupContender, functionContender, programContender } from './contenders.ts';
import { dumpCommand, findVersion, mydumperCommand } from './dump-commands.ts';
import type { BenchTable } from './measure-table.ts';

const scriptModules = ['pymysql', 'avro'];
const script = join(import.meta.dirname, 'usual-script.py');

/** Where they back up from and to. */
export interface Place {
  readonly target: MysqlTarget;
  readonly opened: OpenFunction;
  readonly folder: string;
}

/** Those of the programs that this machine has: their versions, and why others are left out. */
export interface Programs {
  readonly versions: readonly string[];
  readonly missing: readonly string[];
  readonly hasDump: boolean;
  readonly hasMydumper: boolean;
  readonly hasScript: boolean;
}

const explainMissing = (program: string, packageName: string) =>
  `${program} is skipped: it is not on this machine (package ${packageName}).`;

export async function findPrograms(): Promise<Programs> {
  const dump = await findVersion('mariadb-dump');
  const mydumper = await findVersion('mydumper');
  const noScript = await explainMissingPython(scriptModules);
  const python = noScript === undefined ? await describePython(scriptModules) : undefined;
  return {
    versions: [dump, mydumper, python].filter((version) => version !== undefined),
    missing: [
      ...(dump === undefined ? [explainMissing('mariadb-dump', 'mariadb-client')] : []),
      ...(mydumper === undefined ? [explainMissing('mydumper', 'mydumper')] : []),
      ...(noScript ?? []),
    ],
    hasDump: dump !== undefined,
    hasMydumper: mydumper !== undefined,
    hasScript: noScript === undefined,
  };
}

/** The function and the programs, each with a folder of its own, to back up the table. */
export function gatherContenders(
  { target, opened, folder }: Place,
  table: BenchTable,
  programs: Programs,
): BackupContender[] {
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

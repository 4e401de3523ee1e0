import { findVersion } from './dump-commands.ts';
import { describePython, explainMissingPython } from './python.ts';

/** What the Python scripts for backup and restore import beside Python's own. */
const scriptModules = ['pymysql', 'avro'];

/** Those of the programs that this machine has: their versions, and why others are left out. */
export interface Programs {
  readonly versions: readonly string[];
  readonly missing: readonly string[];
  /** mariadb-dump, and the client that reads what it writes. */
  readonly hasDump: boolean;
  /** mydumper and myloader. */
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
      ...(noScript === undefined ? [] : [noScript]),
    ],
    hasDump: dump !== undefined,
    hasMydumper: mydumper !== undefined,
    hasScript: noScript === undefined,
  };
}

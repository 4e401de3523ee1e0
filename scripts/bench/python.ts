import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { runProgram } from '../local/run-program.ts';
import type { Command } from './run-measured.ts';

/** The distribution's own Python, for which it packs the modules. */
export const python = '/usr/bin/python3';

/** Why a script that imports `modules` can't run here, as a sentence; undefined where it can. */
export async function explainMissingPython(
  modules: readonly string[],
): Promise<string | undefined> {
  const { ok, complaint } = await runProgram(python, ['-c', `import ${modules.join(', ')}`]);
  if (ok) return undefined;
  const packages = modules.map((name) => `python3-${name}`).join(' and ');
  const reason = complaint.trim().split('\n').at(-1);
  return `The usual script is skipped: ${python} with ${modules.join(' and ')} is needed (packages python3 and ${packages}): ${reason}`;
}

export async function describePython(modules: readonly string[]): Promise<string> {
  const versions = modules.map((name) => `"${name}", ${name}.__version__`).join(', ');
  const program = `import sys, ${modules.join(', ')}; print(sys.version.split()[0], ${versions})`;
  const { output } = await runProgram(python, ['-c', program]);
  return `Python ${output.trim()}`;
}

/** A Python script that finds its database in the environment. */
export function pythonCommand(args: readonly string[], target: MysqlTarget): Command {
  return {
    program: python,
    args,
    environment: {
      MYSQL_HOST: target.MYSQL_HOST,
      MYSQL_PORT: String(target.MYSQL_PORT),
      MYSQL_USER: target.MYSQL_USER,
      MYSQL_PASSWORD: target.MYSQL_PASSWORD ?? '',
      MYSQL_DATABASE: target.MYSQL_DATABASE,
    },
  };
}

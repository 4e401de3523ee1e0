import { join } from 'node:path';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { runProgram } from '../../local/run-program.ts';
import type { Command } from './run-measured.ts';

/** The distribution's own Python, for which it packs pymysql. */
const python = '/usr/bin/python3';

/** Why the script can't run here, as a sentence; undefined where it can. */
export async function explainMissingPython(): Promise<string | undefined> {
  const { ok, complaint } = await runProgram(python, ['-c', 'import pymysql']);
  if (ok) return undefined;
  const reason = complaint.trim().split('\n').at(-1);
  return `The usual script is skipped: ${python} with pymysql is needed (packages python3 and python3-pymysql): ${reason}`;
}

export async function describePython(): Promise<string> {
  const program =
    'import sys, pymysql; print(sys.version.split()[0], "pymysql", pymysql.__version__)';
  const { output } = await runProgram(python, ['-c', program]);
  return `Python ${output.trim()}`;
}

/** The two ways in which such scripts read a time; the first is the faster one. */
export const timeParsers = ['fromisoformat', 'strptime'] as const;

export function usualScriptCommand(
  target: MysqlTarget,
  file: string,
  timeParser: (typeof timeParsers)[number],
): Command {
  return {
    program: python,
    args: [join(import.meta.dirname, 'usual-script.py'), file, timeParser],
    environment: {
      MYSQL_HOST: target.MYSQL_HOST,
      MYSQL_PORT: String(target.MYSQL_PORT),
      MYSQL_USER: target.MYSQL_USER,
      MYSQL_PASSWORD: target.MYSQL_PASSWORD ?? '',
      MYSQL_DATABASE: target.MYSQL_DATABASE,
    },
  };
}

import { join } from 'node:path';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { pythonCommand } from '../python.ts';
import type { Command } from '../run-measured.ts';

/** What the script imports beside Python's own. */
export const scriptModules = ['pymysql'];

/** The two ways in which such scripts read a time; the first is the faster one. */
export const timeParsers = ['fromisoformat', 'strptime'] as const;

export function usualScriptCommand(
  target: MysqlTarget,
  file: string,
  timeParser: (typeof timeParsers)[number],
): Command {
  return pythonCommand([join(import.meta.dirname, 'usual-script.py'), file, timeParser], target);
}

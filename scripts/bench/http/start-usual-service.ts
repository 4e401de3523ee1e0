import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import { isListening } from '../../local/is-listening.ts';
import { spawnTethered } from '../../local/spawn-tethered.ts';
import { pythonCommand } from '../python.ts';

/** What the service imports beside Python's own; uvicorn is faster with uvloop and httptools, where they are there. */
export const serviceModules = ['fastapi', 'uvicorn', 'pymysql'];

export interface UsualService {
  readonly pid: number;
  readonly socketPath: string;
  stop(): Promise<void>;
}

/** Starts the usual service in a process of its own, at a Unix socket in `folder`. */
export async function startUsualService(
  target: MysqlTarget,
  folder: string,
): Promise<UsualService> {
  const socketPath = join(folder, 'usual-service.sock');
  const script = join(import.meta.dirname, 'usual-service.py');
  const { program, args, environment } = pythonCommand([script, socketPath], target);
  const child = spawnTethered(program, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
    atEnd: 'KILL',
  });
  const exited = once(child, 'exit');
  while (!(await isListening(socketPath))) {
    if (child.exitCode !== null) throw new Error('The usual service did not start.');
    await sleep(20);
  }
  return {
    pid: child.pid ?? 0,
    socketPath,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

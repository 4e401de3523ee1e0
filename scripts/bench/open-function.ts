import type { MysqlTarget } from '@cutover/shared/adapters/mysql/connect.ts';
import type { LocalFunction } from '../local/instances.ts';
import type { StopStack } from '../local/stop-stack.ts';
import { openPlatform, type Platform } from './open-platform.ts';

export interface OpenFunction extends Pick<Platform, 'token' | 'storageUrl' | 'folderOf'> {
  readonly func: LocalFunction;
}

/** A function as the local cloud runs it: a process of its own, with storage in another one. */
export async function openFunction(
  name: string,
  target: MysqlTarget,
  folder: string,
  stack: StopStack,
): Promise<OpenFunction> {
  const { start, ...platform } = await openPlatform({ target, folder }, stack);
  return { ...platform, func: await start(name) };
}

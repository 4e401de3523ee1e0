import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Part of util-linux, which every Debian and Ubuntu has. */
const setpriv = '/usr/bin/setpriv';

/**
 * Starts a program that must not outlive this process: the kernel sends it SIGTERM when this
 * process is gone, even by kill -9. It sits in a process group of its own, so that a terminal's
 * Ctrl-C reaches only this process, which then stops its children in order.
 */
export function spawnTethered(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const own: SpawnOptions = { ...options, detached: true };
  if (!existsSync(setpriv)) return spawn(command, args, own);
  return spawn(setpriv, ['--pdeathsig', 'TERM', command, ...args], own);
}

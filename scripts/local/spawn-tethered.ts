import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Part of util-linux, which every Debian and Ubuntu has. */
const setpriv = '/usr/bin/setpriv';

export interface TetheredOptions extends SpawnOptions {
  /** What the child gets when this process is gone. */
  readonly atEnd: 'TERM' | 'KILL';
}

const children = new Map<ChildProcess, NodeJS.Signals>();
process.once('exit', () => {
  for (const [child, signal] of children) child.kill(signal);
});

/**
 * Starts a program that must not outlive this process: the kernel signals it when this process is
 * gone, even by kill -9. It sits in a process group of its own, so that a terminal's Ctrl-C reaches
 * only this process, which then stops its children in order.
 */
export function spawnTethered(
  command: string,
  args: readonly string[],
  { atEnd, ...options }: TetheredOptions,
): ChildProcess {
  const own: SpawnOptions = { ...options, detached: true };
  const child = existsSync(setpriv)
    ? spawn(setpriv, ['--pdeathsig', atEnd, command, ...args], own)
    : spawn(command, args, own);
  children.set(child, `SIG${atEnd}`);
  child.once('exit', () => children.delete(child));
  return child;
}

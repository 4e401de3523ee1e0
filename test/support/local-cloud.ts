import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoints } from '../../scripts/local/endpoints.ts';
import { openServiceAccount } from '../../scripts/local/service-account.ts';
import { signIdToken } from '../../scripts/local/sign-id-token.ts';

const root = join(import.meta.dirname, '..', '..');
const main = join(root, 'scripts', 'local', 'main.ts');
const limitMs = 60_000;

export interface RunningStart {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  /** The exit code, when it has ended. */
  readonly ended: Promise<number | null>;
  /** Waits for endpoints.json, that is, until everything answers. */
  ready(): Promise<Endpoints>;
}

/** Waits until `probe` gives something; says `what` was awaited when it does not. */
export async function eventually<T>(what: string, probe: () => T | undefined): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = probe();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await sleep(20);
  }
}

/** A folder of one's own under a short path, for a home of the local cloud. */
export function makeHome(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-home-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs what `npm start` runs, without a terminal. */
export function startLocalCloud(
  home: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningStart {
  const { MYSQL_URL, STORAGE_EMULATOR_HOST, BIGQUERY_EMULATOR_HOST, PORT, ...inherited } =
    process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, NODE_OPTIONS: '', CUTOVER_HOME: home, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const file = join(home, 'endpoints.json');
  return {
    child,
    output: () => output,
    ended,
    ready: () =>
      eventually('endpoints.json', () => {
        if (child.exitCode !== null) throw new Error(`It ended by itself:\n${output}`);
        const endpoints = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
        // A start that was killed has left its own.
        return endpoints?.pid === child.pid ? endpoints : undefined;
      }),
  };
}

/** An ID token of the local cloud's service account, as its Scheduler has one. */
export function signAsService(home: string, { project, gateway }: Endpoints): string {
  return signIdToken(openServiceAccount(join(home, 'service-account.json'), project), gateway);
}

/** Ends a start as Ctrl-C does, and returns its exit code. */
export function interrupt({ child, ended }: RunningStart): Promise<number | null> {
  child.kill('SIGINT');
  return ended;
}

/** The processes that a process has started and that run now. */
export function listChildren(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(/\s+/).filter(Boolean).map(Number);
}

export function isRunning(pid: number): boolean {
  try {
    // A process that has ended and was not collected yet is gone, too.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

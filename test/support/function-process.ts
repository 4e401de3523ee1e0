import { type ChildProcess, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';
import { spawnTethered } from '../../scripts/local/spawn-tethered.ts';

const framework = join(repositoryRoot, 'node_modules', '.bin', 'functions-framework');

/** A function as a process of its own, started as the platform does. */
export interface FunctionProcess {
  readonly pid: number;
  /** Where it listens. */
  readonly socketPath: string;
  /** Resolves when it takes requests. */
  readonly ready: Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Kills it, and resolves when it is gone. */
  kill(): Promise<void>;
  /** What it has written to its log, line by line. */
  log(): Record<string, unknown>[];
}

/** Makes what is deployed of all functions, which starts faster than its source. */
export function buildFunctions(folder: string): void {
  const script = join(repositoryRoot, 'scripts', 'build.ts');
  const env = { ...process.env, NODE_OPTIONS: '' };
  execFileSync(process.execPath, [script, '--out', folder, '--no-cold-start'], {
    env,
    stdio: 'pipe',
  });
  // The bundle leaves the functions framework to the platform, which installs it beside.
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
}

async function awaitListening(child: ChildProcess, socketPath: string): Promise<void> {
  for (;;) {
    const probe = connect(socketPath);
    const isOpen = await new Promise<boolean>((resolve) => {
      probe.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    probe.destroy();
    if (isOpen) return;
    if (child.exitCode !== null || child.signalCode !== null) return;
    await sleep(10);
  }
}

export interface FunctionProgram {
  readonly name: string;
  readonly signature: 'http' | 'cloudevent';
  readonly source: string;
  readonly environment: Readonly<Record<string, string>>;
}

export function startFunction({
  name,
  signature,
  source,
  environment,
}: FunctionProgram): FunctionProcess {
  const socketPath = join(tmpdir(), `cutover-${name}-${randomUUID()}.sock`);
  const child = spawnTethered(
    process.execPath,
    [
      framework,
      `--target=${name}`,
      `--source=${source}`,
      `--signature-type=${signature}`,
      `--port=${socketPath}`,
    ],
    {
      env: { PATH: process.env.PATH ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      atEnd: 'KILL',
    },
  );
  const gone = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    pid: child.pid ?? 0,
    socketPath,
    ready: awaitListening(child, socketPath),
    signal: (signal) => {
      child.kill(signal);
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    log: () =>
      output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
  };
}

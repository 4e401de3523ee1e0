import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/src/domain/app-error.ts';
import type { FunctionLog } from './function-log.ts';
import { isListening } from './is-listening.ts';
import { spawnTethered } from './spawn-tethered.ts';

export interface FunctionProcess {
  readonly pid: number;
  /** Where it takes requests: a Unix socket, so that nobody outside this machine's user reaches it. */
  readonly socketPath: string;
  readonly exited: Promise<void>;
  /** As the platform does: SIGTERM, 10 s to finish, then SIGKILL. */
  stop(): Promise<void>;
}

export interface FunctionProcessOptions {
  readonly name: string;
  readonly source: string;
  readonly signature: 'http' | 'cloudevent';
  readonly memoryMib: number;
  readonly nodeOptions: readonly string[];
  readonly socketPath: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: FunctionLog;
}

/** The function's own framework: it registers with that one, and no other would know it. */
function findFramework(source: string): string {
  const require = createRequire(join(source, 'package.json'));
  const main = require.resolve('@google-cloud/functions-framework');
  return join(dirname(main), 'main.js');
}

const startLimitMs = 60_000;
const graceMs = 10_000;
/** Where a function does not say otherwise; the rest of an instance's memory is for buffers, code and stacks. */
const heapShare = 0.75;

async function awaitListening(child: ChildProcess, options: FunctionProcessOptions) {
  const end = Date.now() + startLimitMs;
  while (!(await isListening(options.socketPath))) {
    const isGone = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (isGone || Date.now() > end) {
      const { name, log } = options;
      throw new AppError('unavailable', `${name} did not start; ${log.file} says why.`);
    }
    await sleep(20);
  }
}

/** Starts one instance of a function by the functions framework, and waits until it takes requests. */
export async function startFunctionProcess(
  options: FunctionProcessOptions,
): Promise<FunctionProcess> {
  const { socketPath, log } = options;
  rmSync(socketPath, { force: true });
  const child = spawnTethered(
    process.execPath,
    [
      `--max-old-space-size=${Math.floor(options.memoryMib * heapShare)}`,
      ...options.nodeOptions,
      findFramework(options.source),
      `--target=${options.name}`,
      `--source=${options.source}`,
      `--signature-type=${options.signature}`,
      `--port=${socketPath}`,
    ],
    { env: options.environment, stdio: ['ignore', 'pipe', 'pipe'], atEnd: 'KILL' },
  );
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  });
  if (child.stdout !== null) log.follow(child.stdout);
  if (child.stderr !== null) log.follow(child.stderr);
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(late);
  };
  try {
    await awaitListening(child, options);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid ?? 0, socketPath, exited, stop };
}

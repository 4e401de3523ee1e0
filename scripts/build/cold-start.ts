import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const limitMs = 20_000;
const pauseMs = 2;

/** Sends a request to a Unix socket; resolves when it is answered, whatever the answer. */
async function ask(socketPath: string): Promise<void> {
  const call = request({ socketPath, path: '/nothing', headers: { accept: 'application/json' } });
  call.end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  response.resume();
}

async function awaitAnswer(socketPath: string, isGone: () => boolean): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end && !isGone(); ) {
    try {
      return await ask(socketPath);
    } catch {
      // Nobody listens yet.
      await sleep(pauseMs);
    }
  }
  throw new Error('The bundle did not answer.');
}

/**
 * Milliseconds from the start of a process to its first answer: a bundle under the functions framework,
 * started as the platform's buildpack does. Without a database: the answer is that of a request which
 * brings no token.
 */
export async function measureColdStart(
  framework: string,
  folder: string,
  { name, signature }: { readonly name: string; readonly signature: 'http' | 'cloudevent' },
): Promise<number> {
  const sockets = mkdtempSync(join(tmpdir(), 'cutover-cold-'));
  const socketPath = join(sockets, 'http.sock');
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [framework, `--target=${name}`, `--signature-type=${signature}`, `--port=${socketPath}`],
    { cwd: folder, stdio: 'ignore', env: { PATH: process.env.PATH, NODE_ENV: 'production' } },
  );
  try {
    await awaitAnswer(socketPath, () => child.exitCode !== null);
    return performance.now() - startedAt;
  } finally {
    child.kill('SIGKILL');
    rmSync(sockets, { recursive: true, force: true });
  }
}

import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { backoffMs } from './backoff.ts';
import { spawnTethered } from './spawn-tethered.ts';

export interface BigqueryProcessOptions {
  readonly file: string;
  readonly port: number;
  readonly project: string;
  readonly storageUrl: string;
  readonly say: (line: string) => void;
}

export interface BigqueryProcess {
  readonly url: string;
  /** The process, another one after each start; undefined while there is none. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

const entry = join(import.meta.dirname, 'bigquery', 'main.ts');

function spawnServer({ file, port, project, storageUrl }: BigqueryProcessOptions) {
  const places = ['--file', file, '--port', String(port)];
  const child = spawnTethered(
    process.execPath,
    [entry, ...places, '--project', project, '--storage', storageUrl],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], atEnd: 'KILL' },
  );
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const failed = exited.then(() => {
    throw new AppError('unavailable', 'The local BigQuery ended while it started.');
  });
  const ready = Promise.race([once(child, 'message'), failed]).then(([url]) => String(url));
  return { child, exited, ready };
}

/**
 * The local BigQuery in a process of its own, so that a heavy query keeps nothing else waiting. It
 * is started again, on the same port, when it ends by itself.
 */
export async function startBigqueryProcess(
  options: BigqueryProcessOptions,
): Promise<BigqueryProcess> {
  const stopping = new AbortController();
  let server = spawnServer(options);
  const url = await server.ready;

  async function keepRunning(): Promise<void> {
    for (let failures = 1; ; failures++) {
      await server.exited;
      if (stopping.signal.aborted) return;
      options.say('bigquery: ended by itself; it is started again.');
      const { signal } = stopping;
      await sleep(backoffMs(failures, Math.random()), undefined, { signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      server = spawnServer(options);
      const isReady = await server.ready.then(
        () => true,
        () => false,
      );
      if (isReady) failures = 0;
    }
  }

  const running = keepRunning();
  return {
    url,
    pid: () => server.child.pid,
    stop: async () => {
      stopping.abort();
      server.child.kill('SIGTERM');
      await running;
    },
  };
}

import { request } from 'node:http';
import { instanceAgent } from './instance-agent.ts';
import type { LocalFunction } from './instances.ts';

/** Rejects, with a sentence, when a part does not answer. */
export type Probe = () => Promise<void>;

export interface Health {
  readonly ok: boolean;
  /** `ok`, or what is wrong, for each part. */
  readonly parts: Readonly<Record<string, string>>;
}

const probeLimitMs = 30_000;

function askHealth(socketPath: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(probeLimitMs);
    request({ socketPath, path: '/health', agent: instanceAgent, signal })
      .on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .on('error', reject)
      .end();
  });
}

/** A function is well when an instance of it runs, and, where it serves HTTP, finds its own parts well. */
export function probeFunction({ manifest, pool }: LocalFunction): Probe {
  if ('storage' in manifest.trigger) return pool.wakeUp;
  return () =>
    pool.use(async ({ socketPath }) => {
      const status = await askHealth(socketPath);
      if (status >= 500) throw new Error(`answers ${status}`);
    });
}

/** Asks every part at once. */
export async function collectHealth(probes: Readonly<Record<string, Probe>>): Promise<Health> {
  const states = await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => {
      const state = await probe().then(
        () => 'ok',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      return [name, state] as const;
    }),
  );
  return { ok: states.every(([, state]) => state === 'ok'), parts: Object.fromEntries(states) };
}

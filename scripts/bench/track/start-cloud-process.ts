import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { fetchToken } from '../../fetch-token.ts';
import { spawnTethered } from '../../local/spawn-tethered.ts';

const endpointsSchema = z.object({
  gateway: z.string(),
  login: z.object({ username: z.string(), password: z.string() }),
});
const entry = join(import.meta.dirname, '..', '..', 'local', 'main.ts');
const startLimitMs = 120_000;

export interface CloudProcess {
  readonly gateway: string;
  /** Of its administrator. */
  readonly token: string;
  stop(): Promise<void>;
}

/** What `npm start` starts, with an empty home in `folder` and on ports of its own. */
export async function startCloudProcess(folder: string): Promise<CloudProcess> {
  const child = spawnTethered(process.execPath, [entry, '--port', '0', '--no-data'], {
    env: { ...process.env, CUTOVER_HOME: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
    atEnd: 'TERM',
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  const file = join(folder, 'endpoints.json');
  const end = Date.now() + startLimitMs;
  while (!existsSync(file)) {
    if (child.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error('The local cloud did not start; the reason is above.');
    }
    await sleep(50);
  }
  const { gateway, login } = endpointsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { gateway, token: await fetchToken(gateway, login), stop };
}

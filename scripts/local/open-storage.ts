import { Storage } from '@google-cloud/storage';
import { AppError } from '../../shared/src/domain/app-error.ts';
import { claimPort } from './claim-port.ts';
import type { FinalizedObject } from './events.ts';
import type { Probe } from './health.ts';
import type { Home } from './open-home.ts';
import type { ServiceAccount } from './service-account.ts';
import type { StopStack } from './stop-stack.ts';
import { startStorage } from './storage/start-storage.ts';

export interface StorageOptions {
  readonly home: Home;
  readonly port: number;
  readonly named: string | undefined;
  readonly project: string;
  readonly buckets: readonly string[];
  readonly account: ServiceAccount;
  readonly onFinalized: (event: FinalizedObject) => Promise<void>;
}

const portAdvice =
  'Free it, name another Cloud Storage API in STORAGE_EMULATOR_HOST, or start with --port 0, which lets every part take a free port.';

/** Asks as a client does. */
export function probeStorage(url: string, bucket: string): Probe {
  return async () => {
    const answer = await fetch(`${url}/storage/v1/b/${bucket}`).catch((cause: unknown) => {
      throw new AppError('unavailable', `Nothing answers at ${url}.`, { cause });
    });
    await answer.body?.cancel();
    if (!answer.ok) {
      const message = `The Cloud Storage API at ${url} answers ${answer.status} for the bucket ${bucket}.`;
      throw new AppError('unavailable', message);
    }
  };
}

async function createBuckets(url: string, project: string, buckets: readonly string[]) {
  const storage = new Storage({ apiEndpoint: url, projectId: project });
  for (const name of buckets) {
    const [exists] = await storage.bucket(name).exists();
    if (!exists) await storage.createBucket(name);
  }
}

/** The Cloud Storage API: the one that was named, or ours, which is then stopped by `stack`. */
export async function openStorage(options: StorageOptions, stack: StopStack): Promise<string> {
  const { home, port, named, project, buckets, account, onFinalized } = options;
  if (named !== undefined) {
    await createBuckets(named, project, buckets);
    return named;
  }
  const storage = await startStorage({
    folder: home.path('buckets'),
    metadataFolder: home.path('storage'),
    port: await claimPort(port, portAdvice),
    buckets: [...buckets],
    onFinalized,
    serviceAccount: { clientEmail: account.email, publicKeyPem: account.publicKey },
  });
  stack.push(() => storage.stop());
  return storage.url;
}

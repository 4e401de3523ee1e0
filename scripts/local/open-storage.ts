import { Storage } from '@google-cloud/storage';
import { AppError } from '../../shared/src/domain/app-error.ts';
import type { Logger } from '../../shared/src/runtime/logger.ts';
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
  readonly logger: Logger;
  readonly onFinalized: (event: FinalizedObject) => Promise<void>;
}

export interface LocalStorage {
  readonly url: string;
  readonly probe: Probe;
  /** True where the server is the user's own: it sends no events. */
  readonly isForeign: boolean;
}

const portAdvice =
  'Free it, name another Cloud Storage API in STORAGE_EMULATOR_HOST, or start with --port 0, which lets every part take a free port.';

/** Asks for the list of buckets, as a client does. */
async function probeStorage(url: string, project: string): Promise<void> {
  const answer = await fetch(`${url}/storage/v1/b?project=${project}`).catch((cause: unknown) => {
    throw new AppError('unavailable', `No Cloud Storage API answers at ${url}.`, { cause });
  });
  await answer.body?.cancel();
  if (!answer.ok) {
    throw new AppError('unavailable', `The Cloud Storage API at ${url} answers ${answer.status}.`);
  }
}

async function createBuckets(url: string, project: string, buckets: readonly string[]) {
  const storage = new Storage({ apiEndpoint: url, projectId: project });
  for (const name of buckets) {
    const [exists] = await storage.bucket(name).exists();
    if (!exists) await storage.createBucket(name);
  }
}

/** The Cloud Storage API: the one that was named, or ours, which is then stopped by `stack`. */
export async function openStorage(
  options: StorageOptions,
  stack: StopStack,
): Promise<LocalStorage> {
  const { home, port, named, project, buckets, account, onFinalized, logger } = options;
  if (named !== undefined) {
    await probeStorage(named, project);
    await createBuckets(named, project, buckets);
    return { url: named, probe: () => probeStorage(named, project), isForeign: true };
  }
  const { url, stop } = await startStorage({
    folder: home.path('buckets'),
    metadataFolder: home.path('storage'),
    port: await claimPort(port, portAdvice),
    buckets,
    onFinalized,
    logger,
    serviceAccount: { clientEmail: account.email, publicKeyPem: account.publicKey },
  });
  stack.push(stop);
  return { url, probe: () => probeStorage(url, project), isForeign: false };
}

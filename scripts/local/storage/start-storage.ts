import { randomUUID } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../../shared/src/runtime/logger.ts';
import { createLogger } from '../../../shared/src/runtime/logger.ts';
import { createBuckets } from './buckets.ts';
import type { Services } from './call.ts';
import { keepHandChanges } from './hand-changes.ts';
import { listen } from './listen.ts';
import { createObjectStore } from './object-store.ts';
import { createResumableUploads } from './resumable-uploads.ts';
import type { Sidecars } from './sidecars.ts';
import { openSidecars } from './sidecars.ts';
import type { SigningAccount } from './signed-url.ts';
import { createStorageServer } from './storage-server.ts';
import type { ObjectResource } from './stored-object.ts';
import { toResource } from './stored-object.ts';

export interface StoredEvent {
  readonly bucket: string;
  /** The whole resource, as in a finalized event. */
  readonly object: ObjectResource;
}

export interface StorageOptions {
  /** The buckets' parent: an object's bytes are the file `<folder>/<bucket>/<object name>`. */
  readonly folder: string;
  /** Keeps what an object is beside its bytes. */
  readonly metadataFolder: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Created when absent. */
  readonly buckets: readonly string[];
  /**
   * Comes back once the event is kept for good: only then is the upload answered. After a failure
   * or a kill the same event is handed over again.
   */
  readonly onFinalized: (event: StoredEvent) => Promise<void>;
  /** Signed URLs are verified against it; without one they are refused. */
  readonly serviceAccount?: SigningAccount;
  /** Told of failures; JSON lines on standard output when absent. */
  readonly logger?: Logger;
}

export interface RunningStorage {
  readonly port: number;
  readonly url: string;
  /** Ends every connection; resolves when nothing is written any more. */
  stop(): Promise<void>;
}

/** Brings back what an earlier run left, and sweeps away what it left unfinished. */
async function restore(
  options: StorageOptions,
  { store, uploads, buckets }: Services,
  sidecars: Sidecars,
) {
  await uploads.sweep();
  for (const bucket of await sidecars.readBuckets()) {
    store.index.putBucket(bucket);
    await store.load(bucket.name);
  }
  for (const name of options.buckets) {
    if (store.index.bucket(name) === undefined) await buckets.create(name, {});
  }
}

/**
 * Serves Cloud Storage's JSON API over folders. The port is taken before anything is changed there;
 * requests wait until what an earlier run left is back.
 */
export async function startStorage(options: StorageOptions): Promise<RunningStorage> {
  const { host = '127.0.0.1', logger = createLogger({ component: 'storage' }) } = options;
  await mkdir(options.folder, { recursive: true });
  const folder = await realpath(options.folder);
  const temporary = join(folder, '.uploads');
  const sidecars = openSidecars(options.metadataFolder);
  const store = createObjectStore(folder, sidecars, (object) =>
    options.onFinalized({ bucket: object.bucket, object: toResource(object, url) }),
  );
  const services: Services = {
    store,
    uploads: createResumableUploads(temporary, store),
    buckets: createBuckets(folder, sidecars, store.index, () => handChanges.rescan()),
    newTemporaryPath: () => join(temporary, `${randomUUID()}.tmp`),
  };
  const server = createStorageServer({ services, account: options.serviceAccount, logger });
  const port = await listen(server.http, options.port, host);
  const url = `http://${host}:${port}`;
  const createBucket = (name: string) => services.buckets.create(name, {});
  const handChanges = keepHandChanges(folder, store, createBucket, logger);
  try {
    await restore(options, services, sidecars);
    await handChanges.rescan();
    server.open();
  } catch (error) {
    await handChanges.close();
    await server.close();
    throw error;
  }
  return {
    port,
    url,
    stop: async () => {
      await handChanges.close();
      await server.close();
    },
  };
}

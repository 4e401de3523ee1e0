import { join } from 'node:path';
import { Storage } from '@google-cloud/storage';
import { type StoredEvent, startStorage } from '../../scripts/local/storage/start-storage.ts';
import { makeHome } from './local-cloud.ts';

export interface TestStorage {
  readonly url: string;
  /** The real client library, at work on the emulator. */
  readonly storage: Storage;
  /** Every object that was finalized, in order. */
  readonly finalized: readonly StoredEvent[];
  stop(): Promise<void>;
}

/** A Cloud Storage API of one's own with empty buckets. Stop it in `afterAll`. */
export async function startTestStorage(buckets: readonly string[]): Promise<TestStorage> {
  const home = makeHome();
  const finalized: StoredEvent[] = [];
  const emulator = await startStorage({
    folder: join(home.folder, 'buckets'),
    metadataFolder: join(home.folder, 'storage'),
    port: 0,
    buckets,
    onFinalized: async (event) => {
      finalized.push(event);
    },
  });
  const stop = async () => {
    await emulator.stop();
    home.remove();
  };
  const storage = new Storage({ apiEndpoint: emulator.url, projectId: 'test' });
  return { url: emulator.url, storage, finalized, stop };
}

import { join } from 'node:path';
import type { Bucket } from '@google-cloud/storage';
import { Storage } from '@google-cloud/storage';
import type { StorageOptions, StoredEvent } from '../../scripts/local/storage/start-storage.ts';
import { startStorage } from '../../scripts/local/storage/start-storage.ts';
import { makeHome } from './local-cloud.ts';
import type { LogLine } from './memory-logger.ts';
import { memoryLogger } from './memory-logger.ts';

export interface StartedStorage {
  readonly url: string;
  /** The real client library's view of the bucket `drop`. */
  readonly bucket: Bucket;
  stop(): Promise<void>;
}

/** A folder for the emulator that outlives its starts, and what those starts said. */
export function makeStorageHome() {
  const home = makeHome();
  const events: StoredEvent[] = [];
  const logged: LogLine[] = [];
  const running = new Set<StartedStorage>();
  const waiting = new Set<() => void>();

  async function start(options: Partial<StorageOptions> = {}): Promise<StartedStorage> {
    const emulator = await startStorage({
      folder: join(home.folder, 'buckets'),
      metadataFolder: join(home.folder, 'storage'),
      port: 0,
      buckets: ['drop'],
      logger: memoryLogger(logged),
      onFinalized: async (event) => {
        events.push(event);
        for (const wake of waiting) wake();
      },
      ...options,
    });
    const client = new Storage({ apiEndpoint: emulator.url, projectId: 'test' });
    const stop = async () => {
      running.delete(storage);
      await emulator.stop();
    };
    const storage = { url: emulator.url, bucket: client.bucket('drop'), stop };
    running.add(storage);
    return storage;
  }

  return {
    events,
    logged,
    start,
    /** The path of a file in the folder of the bucket `drop`. */
    pathOf: (name: string) => join(home.folder, 'buckets', 'drop', name),
    folder: home.folder,

    /** Waits until so many objects were finalized in all, and answers their names. */
    finalized: async (count: number): Promise<string[]> => {
      while (events.length < count) {
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
        });
      }
      return events.map(({ object }) => object.name);
    },

    remove: async () => {
      for (const storage of running) await storage.stop();
      home.remove();
    },
  };
}

export type StorageHome = ReturnType<typeof makeStorageHome>;

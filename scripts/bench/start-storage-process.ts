import { once } from 'node:events';
import { join } from 'node:path';
import { spawnTethered } from '../local/spawn-tethered.ts';

export interface StorageProcess {
  readonly url: string;
  /** Where the objects of a bucket are as files. */
  readonly folderOf: (bucket: string) => string;
  stop(): Promise<void>;
}

/** Serves the Cloud Storage API over `folder` from a process of its own. */
export async function startStorageProcess(
  folder: string,
  buckets: readonly string[],
): Promise<StorageProcess> {
  const options = {
    folder: join(folder, 'buckets'),
    metadataFolder: join(folder, 'storage'),
    buckets,
  };
  const entry = join(import.meta.dirname, 'storage-process.ts');
  const child = spawnTethered(process.execPath, [entry, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    atEnd: 'KILL',
  });
  const exited = once(child, 'exit');
  const failed = exited.then(([code]): never => {
    throw new Error(`The storage process ended with ${code}.`);
  });
  const [url] = await Promise.race([once(child, 'message'), failed]);
  failed.catch(() => {});
  return {
    url: String(url),
    folderOf: (bucket) => join(options.folder, bucket),
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

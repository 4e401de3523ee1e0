import { lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ObjectName } from './live-objects.ts';
import { holds, statFile } from './object-files.ts';
import { toObjectName } from './object-path.ts';
import type { ObjectStore } from './object-store.ts';
import { createFolderWatch } from './watch-folders.ts';

/** Calls `settle` for what differs between the buckets' folder and the objects, as hands change it. */
export function followFolder(
  folder: string,
  store: ObjectStore,
  settle: (target: ObjectName) => void,
  onError: (error: unknown) => void,
) {
  const watch = createFolderWatch((path) => void look(path).catch(onError), onError);

  function targetAt(path: string): ObjectName | undefined {
    const [bucket = '', ...rest] = relative(folder, path).split(sep);
    const name = toObjectName(rest.join(sep));
    return name === undefined || name === '' ? undefined : { bucket, name };
  }

  /** Files are compared, folders are gone through, and of what is absent the objects are looked for. */
  async function look(path: string): Promise<void> {
    const target = targetAt(path);
    const isBucket = store.index.bucket(relative(folder, path)) !== undefined;
    if (target === undefined && !isBucket) return;
    const stats = await lstat(path, { bigint: true }).catch(() => undefined);
    if (stats?.isDirectory()) return lookThrough(path);
    if (target === undefined) return;
    const live = store.index.object(target.bucket, target.name);
    if (stats?.isFile()) {
      if (live === undefined || !holds(live.content, stats)) settle(target);
      return;
    }
    watch.drop(path);
    if (live !== undefined) settle(target);
    else lookBelow(target);
  }

  async function lookThrough(path: string) {
    watch.add(path);
    for (const name of await readdir(path).catch(() => [])) await look(join(path, name));
  }

  function lookBelow({ bucket, name }: ObjectName) {
    for (const other of store.index.names(bucket)) {
      if (other.startsWith(`${name}/`)) settle({ bucket, name: other });
    }
  }

  return {
    /** Compares everything in a bucket, and watches it from now on. */
    scan: async (bucket: string) => {
      await lookThrough(join(folder, bucket));
      for (const name of store.index.names(bucket)) {
        if ((await statFile(store.pathOf({ bucket, name }))) === undefined) {
          settle({ bucket, name });
        }
      }
    },
    close: watch.close,
  };
}

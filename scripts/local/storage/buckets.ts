import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { conflict, invalid, notFound } from './api-error.ts';
import type { BucketSettings } from './call.ts';
import { createNameLock } from './name-lock.ts';
import { removeEmptyFolders } from './object-files.ts';
import type { ObjectIndex } from './object-index.ts';
import type { Sidecars } from './sidecars.ts';

/** Cloud Storage's rule for names, without the ones that look like IP addresses. */
export const isBucketName = (name: string) =>
  /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(name) &&
  !name.includes('..') &&
  !/^\d+\.\d+\.\d+\.\d+$/.test(name);

/** Makes and removes buckets: a folder each, and what is known of it among the sidecars. */
export function createBuckets(
  folder: string,
  sidecars: Sidecars,
  index: ObjectIndex,
  onCreated: () => void,
) {
  const lock = createNameLock();
  return {
    create: (name: string, given: BucketSettings): Promise<void> =>
      lock(name, async () => {
        if (!isBucketName(name)) throw invalid(`Invalid bucket name: '${name}'`);
        if (index.bucket(name) !== undefined) {
          throw conflict(`The bucket ${name} exists; try another name.`);
        }
        const bucket = {
          name,
          timeCreated: new Date().toISOString(),
          location: given.location ?? 'US',
          storageClass: given.storageClass ?? 'STANDARD',
          labels: given.labels ?? {},
        };
        await mkdir(join(folder, name), { recursive: true });
        await sidecars.writeBucket(bucket);
        index.putBucket(bucket);
        onCreated();
      }),

    remove: (name: string): Promise<void> =>
      lock(name, async () => {
        const notEmpty = conflict(`The bucket ${name} you tried to delete is not empty.`);
        if (index.bucket(name) === undefined) {
          throw notFound(`The specified bucket does not exist: ${name}`);
        }
        if (index.names(name).length > 0) throw notEmpty;
        await removeEmptyFolders(join(folder, name)).catch(() => {
          throw notEmpty;
        });
        index.removeBucket(name);
        await sidecars.removeBucket(name);
      }),
  };
}

import { join } from 'node:path';
import { notFound } from './api-error.ts';
import { createNameLock } from './name-lock.ts';
import { createObjectIndex } from './object-index.ts';
import { toFilePath } from './object-path.ts';
import type { Sidecars } from './sidecars.ts';
import type { StoredObject } from './stored-object.ts';

export interface ObjectName {
  readonly bucket: string;
  readonly name: string;
}

/**
 * The live objects: bytes below `folder`, all else in memory and in sidecars. There are no
 * versions: only the newest generation of a name exists.
 */
export function createLiveObjects(folder: string, sidecars: Sidecars) {
  const index = createObjectIndex();
  const lock = createNameLock();

  function requireBucket(bucket: string) {
    const record = index.bucket(bucket);
    if (record === undefined) throw notFound(`The specified bucket does not exist: ${bucket}`);
    return record;
  }

  return {
    folder,
    index,
    requireBucket,
    pathOf: ({ bucket, name }: ObjectName) => join(folder, bucket, toFilePath(name)),

    /** Throws 404 when there is no such object, or the live one is of another generation. */
    requireObject: ({ bucket, name }: ObjectName, generation?: string): StoredObject => {
      requireBucket(bucket);
      const object = index.object(bucket, name);
      if (object !== undefined && (generation ?? object.generation) === object.generation) {
        return object;
      }
      throw notFound(`No such object: ${bucket}/${name}${generation ? `#${generation}` : ''}`);
    },

    /** Runs what changes one name in turn with all else that does. */
    inTurn: <T>({ bucket, name }: ObjectName, run: () => Promise<T>) =>
      lock(`${bucket}/${name}`, run),

    keep: async (object: StoredObject) => {
      await sidecars.writeObject(object);
      index.put(object);
    },
    drop: async ({ bucket, name }: ObjectName) => {
      await sidecars.removeObject(bucket, name);
      index.remove(bucket, name);
    },
  };
}

export type LiveObjects = ReturnType<typeof createLiveObjects>;

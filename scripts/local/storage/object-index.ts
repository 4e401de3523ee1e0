import { compareCodePoints } from '../../../shared/src/domain/code-point-order.ts';
import type { StoredBucket } from './sidecars.ts';
import type { StoredObject } from './stored-object.ts';

/** The buckets and live objects in memory; the sidecars are its lasting copy. */
export function createObjectIndex() {
  const buckets = new Map<string, StoredBucket>();
  const objects = new Map<string, Map<string, StoredObject>>();
  const sorted = new Map<string, string[]>();

  return {
    buckets: () => [...buckets.values()].sort((a, b) => compareCodePoints(a.name, b.name)),
    bucket: (name: string) => buckets.get(name),
    putBucket: (bucket: StoredBucket) => {
      buckets.set(bucket.name, bucket);
      objects.set(bucket.name, objects.get(bucket.name) ?? new Map());
    },
    removeBucket: (name: string) => {
      buckets.delete(name);
      objects.delete(name);
      sorted.delete(name);
    },

    object: (bucket: string, name: string) => objects.get(bucket)?.get(name),
    put: (object: StoredObject) => {
      const { bucket, name } = object;
      if (!objects.get(bucket)?.has(name)) sorted.delete(bucket);
      objects.get(bucket)?.set(name, object);
    },
    remove: (bucket: string, name: string) => {
      if (objects.get(bucket)?.delete(name)) sorted.delete(bucket);
    },
    /** The names in a bucket in the order of their UTF-8 bytes. */
    names: (bucket: string): readonly string[] => {
      const names =
        sorted.get(bucket) ?? [...(objects.get(bucket)?.keys() ?? [])].sort(compareCodePoints);
      sorted.set(bucket, names);
      return names;
    },
  };
}

export type ObjectIndex = ReturnType<typeof createObjectIndex>;

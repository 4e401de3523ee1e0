import type { Storage } from '@google-cloud/storage';
import type { ObjectFinder } from '../../domain/ingest/object-finder.ts';
import { translateStorageError } from './translate-storage-error.ts';

/** Finds objects in Cloud Storage. */
export function storageObjectFinder(storage: Storage): ObjectFinder {
  return {
    async find(bucket, name) {
      try {
        const [{ generation, size }] = await storage.bucket(bucket).file(name).getMetadata();
        return { bucket, name, generation: String(generation), sizeBytes: Number(size) };
      } catch (error) {
        throw translateStorageError(error, { bucket, name });
      }
    },
  };
}

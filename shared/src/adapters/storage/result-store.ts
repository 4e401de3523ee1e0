import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Storage } from '@google-cloud/storage';
import type { ResultStore } from '../../domain/ingest/ports.ts';
import { translateStorageError } from './translate-storage-error.ts';

const codeOf = (error: unknown) => (error as { code?: unknown }).code;

/** Writes results as objects of one bucket. A text that breaks off leaves the former object as it was. */
export function storageResultStore(storage: Storage, bucket: string): ResultStore {
  const addressOf = (name: string) => `gs://${bucket}/${name}`;
  return {
    addressOf,
    async write(name, contentType, text) {
      const target = storage
        .bucket(bucket)
        .file(name)
        // Both hashes hold; OpenSSL's MD5 is ten times as fast as the library's CRC32C in JavaScript.
        .createWriteStream({ resumable: false, contentType, validation: 'md5' });
      try {
        await pipeline(Readable.from(text, { objectMode: false }), target);
      } catch (error) {
        throw translateStorageError(error, { bucket, name });
      }
      return addressOf(name);
    },
    async remove(name) {
      try {
        await storage.bucket(bucket).file(name).delete({ ignoreNotFound: true });
      } catch (error) {
        if (codeOf(error) !== 404) throw translateStorageError(error, { bucket, name });
      }
    },
  };
}

import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { File, Storage } from '@google-cloud/storage';
import type { SetStore, StoredObject } from '../../domain/backup/set-store.ts';
import { readObject } from './read-object.ts';
import { translateStorageError } from './translate-storage-error.ts';

/** What is sent at a time, and kept to be sent again when the connection breaks (a multiple of 256 KiB). */
const portionBytes = 8 * 1024 * 1024;

const codeOf = (error: unknown) => (error as { code?: unknown }).code;

/** What is written: its hash so far, and the reason why it broke off by itself. */
interface Source {
  readonly hash: Hash;
  failure: { readonly error: unknown } | null;
}

async function* read(chunks: AsyncIterable<Uint8Array>, source: Source) {
  try {
    for await (const chunk of chunks) {
      source.hash.update(chunk);
      yield chunk;
    }
  } catch (error) {
    source.failure = { error };
    throw error;
  }
}

function describeObject({ name, metadata }: File): StoredObject {
  return {
    name,
    generation: String(metadata.generation),
    bytes: Number(metadata.size),
    crc32c: metadata.crc32c ?? '',
    updatedAt: metadata.updated ?? '',
  };
}

/** The sets in one bucket of Cloud Storage; see the port for what fails how. */
export function storageSetStore(storage: Storage, bucket: string): SetStore {
  const open = (name: string, over: string) =>
    storage.bucket(bucket).file(name, { preconditionOpts: { ifGenerationMatch: over } });
  const translate = (error: unknown, name: string) =>
    translateStorageError(error, { bucket, name });

  return {
    addressOf: (name) => `gs://${bucket}/${name}`,
    async list(prefix) {
      try {
        const [files] = await storage.bucket(bucket).getFiles({ prefix });
        return files.map(describeObject);
      } catch (error) {
        throw translate(error, prefix);
      }
    },
    async write(name, contentType, chunks) {
      const file = open(name, '0');
      const source: Source = { hash: createHash('sha256'), failure: null };
      const target = file.createWriteStream({
        chunkSize: portionBytes,
        contentType,
        // Both hashes hold; OpenSSL's MD5 is ten times as fast as the library's CRC32C in JavaScript.
        validation: 'md5',
      });
      try {
        await pipeline(Readable.from(read(chunks, source), { objectMode: false }), target);
      } catch (error) {
        throw source.failure === null ? translate(error, name) : source.failure.error;
      }
      const { generation, bytes, crc32c } = describeObject(file);
      return { generation, bytes, crc32c, sha256: source.hash.digest('hex') };
    },
    read: ({ name, generation, bytes: sizeBytes }) =>
      readObject(storage, { bucket, name, generation, sizeBytes }),
    async readText({ name, generation }) {
      try {
        const [content] = await storage.bucket(bucket).file(name, { generation }).download();
        return content.toString('utf8');
      } catch (error) {
        if (codeOf(error) === 404) return null;
        throw translate(error, name);
      }
    },
    async writeText(name, text, over) {
      const file = open(name, over ?? '0');
      try {
        await file.save(text, { resumable: false, contentType: 'application/json' });
      } catch (error) {
        throw translate(error, name);
      }
      return String(file.metadata.generation);
    },
    async remove(name, generation) {
      try {
        await open(name, generation).delete();
        return true;
      } catch (error) {
        if (codeOf(error) === 404 || codeOf(error) === 412) return false;
        throw translate(error, name);
      }
    },
  };
}

import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Storage } from '@google-cloud/storage';
import { AppError } from '../../domain/app-error.ts';
import { isTransientStorageError, translateStorageError } from './translate-storage-error.ts';

const attemptsWithoutProgress = 5;

/** One generation of an object, and its size. */
export interface PinnedObject {
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
  readonly sizeBytes: number;
}

/**
 * The object's bytes from `start` on, as they are stored. A stream that breaks is opened again where
 * it broke, at the same generation; after five breaks without a single byte between them it fails
 * with `unavailable`.
 */
export async function* readObject(
  storage: Storage,
  object: PinnedObject,
  start = 0,
): AsyncGenerator<Buffer> {
  const file = storage.bucket(object.bucket).file(object.name, { generation: object.generation });
  let offset = start;
  for (let failures = 0; offset < object.sizeBytes; ) {
    const stream: Readable = file.createReadStream({ start: offset, decompress: false });
    try {
      for await (const piece of stream) {
        yield piece;
        offset += piece.length;
        failures = 0;
      }
      if (offset < object.sizeBytes) throw new AppError('unavailable', 'The stream ended early.');
    } catch (error) {
      failures++;
      const isHopeless = !isTransientStorageError(error) || failures === attemptsWithoutProgress;
      if (isHopeless) throw translateStorageError(error, object);
      await pause(100 * 2 ** failures * (0.5 + Math.random()));
    } finally {
      stream.destroy();
    }
  }
}

import type { Storage } from '@google-cloud/storage';
import { AppError } from '../../domain/app-error.ts';
import type { LoadSource } from '../../domain/ingest/load-source.ts';
import type { DropReader } from '../../domain/ingest/ports.ts';
import { inPieces, openText } from '../text/open-text.ts';
import { type PinnedObject, readObject } from './read-object.ts';

function pinned({ bucket, name, generation, sizeBytes }: LoadSource): PinnedObject {
  if (generation === null) throw new AppError('internal', `${name} is no object of a bucket.`);
  return { bucket, name, generation, sizeBytes };
}

/** Reads objects from Cloud Storage at their pinned generation; see the port for errors. */
export function storageDropReader(storage: Storage): DropReader {
  return {
    async open(source, offset, seekable) {
      const object = pinned(source);
      if (!seekable || offset === 0) {
        return openText(readObject(storage, object), object.name, offset);
      }
      const pieces = inPieces(readObject(storage, object, offset));
      return { seekable, startOffset: offset, pieces };
    },
  };
}

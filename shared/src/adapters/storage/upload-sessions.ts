import type { Storage } from '@google-cloud/storage';
import type { UploadSessions } from '../../domain/ingest/upload-sessions.ts';
import { translateStorageError } from './translate-storage-error.ts';

/** How long Cloud Storage keeps a session (cloud.google.com/storage/docs/resumable-uploads). */
const sessionMs = 7 * 24 * 3600 * 1000;

/** Sessions of Cloud Storage's own resumable upload. */
export function storageUploadSessions(storage: Storage, bucket: string): UploadSessions {
  return {
    bucket,
    async start({ name, contentType, sizeBytes, metadata, origin }) {
      const startedAt = Date.now();
      const size = sizeBytes === undefined ? {} : { contentLength: sizeBytes };
      try {
        const [url] = await storage
          .bucket(bucket)
          .file(name)
          .createResumableUpload({
            metadata: { contentType, metadata: { ...metadata }, ...size },
            ...(origin === undefined ? {} : { origin }),
            preconditionOpts: { ifGenerationMatch: 0 },
          });
        return { url, expiresAt: new Date(startedAt + sessionMs) };
      } catch (error) {
        throw translateStorageError(error, { bucket, name });
      }
    },
  };
}

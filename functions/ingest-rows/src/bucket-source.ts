import { AppError } from '@cutover/shared/domain/app-error.ts';
import type { Ports } from './ports.ts';

const address = /^gs:\/\/(?<bucket>[a-z0-9][a-z0-9._-]{1,61}[a-z0-9])\/(?<name>[^\0\r\n]{1,1024})$/;

/**
 * The object that a source_path names. Throws `invalid-request` for anything but an object in one of
 * the buckets that files are loaded from, whether it is there or not, and `not-found`.
 */
export function findSource({ sourceBuckets, objects }: Ports, path: string) {
  const { bucket, name } = address.exec(path)?.groups ?? {};
  if (bucket === undefined || name === undefined || !sourceBuckets.includes(bucket)) {
    const ways = sourceBuckets.map((each) => `gs://${each}/…`).join(' or ');
    const message = `source_path must name an object in ${ways}.`;
    throw new AppError('invalid-request', message, { details: [{ at: 'source_path', message }] });
  }
  return objects.find(bucket, name);
}

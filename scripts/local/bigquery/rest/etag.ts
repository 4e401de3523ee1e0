import { createHash } from 'node:crypto';
import { BigQueryError } from '../api-error.ts';
import type { Call } from './call.ts';

/** The tag of a resource: another one after every change of what it is made of. */
export const etagOf = (content: unknown) =>
  createHash('md5').update(JSON.stringify(content)).digest('base64');

/** Throws 412 where the client's If-Match is of another state than the one there is. */
export function requireMatch({ request }: Call, etag: string) {
  const expected = request.headers['if-match'];
  if (expected === undefined || expected === '*') return;
  if (expected.replaceAll('"', '') !== etag) {
    throw new BigQueryError('conditionNotMet', 'Precondition check failed.');
  }
}

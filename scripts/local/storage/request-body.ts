import type { Readable } from 'node:stream';

/** A body as it arrives. Who stops reading leaves the connection whole, so that an answer gets through. */
export const readBody = (request: Readable): AsyncIterable<Buffer> =>
  request.iterator({ destroyOnReturn: false });

/** Lets pass what was not read of a body: the connection's next request comes after it. */
export function discardBody(request: Readable) {
  request.removeAllListeners('readable');
  request.resume();
}

import type { IncomingMessage } from 'node:http';

/** What the platform lets through to a function: https://cloud.google.com/run/quotas (request size, HTTP/1). */
const mostBytes = 32 * 1024 * 1024;

/** That a request is larger than what the platform lets through. */
export class TooLarge extends Error {}

/** Throws `TooLarge` where a request says that it is. */
export function refuseTooLarge({ headers }: IncomingMessage): void {
  if (Number(headers['content-length'] ?? 0) > mostBytes) throw new TooLarge();
}

/** A request's body as it comes; throws `TooLarge` past the limit. The connection outlives whoever takes no more of it. */
export async function* capBody(request: IncomingMessage): AsyncIterable<Buffer> {
  let size = 0;
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    size += piece.length;
    if (size > mostBytes) throw new TooLarge();
    yield piece;
  }
}

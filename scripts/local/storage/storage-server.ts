import { createServer } from 'node:http';
import type { Serving } from './serve-request.ts';
import { serveRequest } from './serve-request.ts';

/** Longer than clients keep idle connections, so that none is closed under a request on its way. */
const keepAliveTimeout = 600_000;

/** The HTTP server; until `open` is called, requests wait. */
export function createStorageServer(serving: Serving) {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const running = new Set<Promise<void>>();
  const http = createServer({ requestTimeout: 0, keepAliveTimeout }, (request, response) => {
    const answer = opened
      .then(() => serveRequest(serving, request, response))
      .finally(() => running.delete(answer));
    running.add(answer);
  });
  return {
    http,
    open,
    /** Cuts every connection; resolves when no request is worked on any more. */
    close: async () => {
      http.close();
      http.closeAllConnections();
      open();
      await Promise.all(running);
    },
  };
}

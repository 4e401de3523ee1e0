import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type HttpFunction, httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { memoryLogger } from './memory-logger.ts';

type Options = Pick<HttpFunction<object>, 'routes'> & Partial<HttpFunction<object>>;

/** Serves routes as an HTTP function, in the functions framework, on a free port. */
export async function serveRoutes(options: Options) {
  const name = `probe-${randomUUID()}`;
  const logger = memoryLogger();
  http(name, httpFunction({ connect: async () => ({}), logger, ...options }));
  const server = getTestServer(name);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    /** The log's line of a request, once it is there. */
    async lineOf(requestId: string) {
      for (;;) {
        const line = logger.lines.find(({ request_id }) => request_id === requestId);
        if (line !== undefined) return line;
        await new Promise(setImmediate);
      }
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type ServedRoutes = Awaited<ReturnType<typeof serveRoutes>>;

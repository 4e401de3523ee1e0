import { randomUUID } from 'node:crypto';
import { type HttpFunction, httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { http } from '@google-cloud/functions-framework';
import { testAccess } from './access.ts';
import { memoryLogger } from './memory-logger.ts';
import { serveFunction } from './serve-function.ts';

type Options = Pick<HttpFunction<object>, 'routes'> & Partial<HttpFunction<object>>;

/** Serves routes as an HTTP function, in the functions framework, on a free port. */
export async function serveRoutes(options: Options) {
  const name = `probe-${randomUUID()}`;
  const logger = memoryLogger();
  const connect = async () => ({});
  http(name, httpFunction({ connect, access: testAccess, logger, ...options }));
  let isClosed = false;
  const { url, close } = await serveFunction(name);
  return {
    url,
    port: Number(new URL(url).port),
    close() {
      isClosed = true;
      close();
    },
    /** The log's line of a request, once it is there. */
    async lineOf(requestId: string) {
      while (!isClosed) {
        const line = logger.lines.find(({ request_id }) => request_id === requestId);
        if (line !== undefined) return line;
        await new Promise(setImmediate);
      }
      throw new Error(`The log has no line of ${requestId}.`);
    },
  };
}

export type ServedRoutes = Awaited<ReturnType<typeof serveRoutes>>;

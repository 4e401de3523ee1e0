import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';

/** Cloud Run kills an instance 10 s after SIGTERM; what still runs then is cut off in order. */
const graceMs = 9_500;

/**
 * Lets running requests finish when the platform stops the instance (SIGTERM), then ends the
 * process. The framework's own listener resets them at once; it is added after this module is
 * loaded, and replaced when the first request arrives: until then there is nothing to finish.
 * Call it once a process, before the server listens. The signal returned aborts on SIGTERM, so
 * that long work can stop at a safe point within the grace.
 */
export function drainOnTermination(): AbortSignal {
  const stopping = new AbortController();
  const present = new Set(process.listeners('SIGTERM'));
  const begin = (message: unknown) => {
    unsubscribe('http.server.request.start', begin);
    const { server } = message as { server: Server };
    for (const listener of process.listeners('SIGTERM')) {
      if (!present.has(listener)) process.off('SIGTERM', listener);
    }
    process.once('SIGTERM', () => {
      stopping.abort();
      server.close(() => process.exit(0));
      // A connection whose answer is out would stay open for the caller's next request.
      setInterval(() => server.closeIdleConnections(), 50);
      setTimeout(() => process.exit(1), graceMs).unref();
    });
  };
  subscribe('http.server.request.start', begin);
  return stopping.signal;
}

import type { Server } from 'node:http';

export interface Listening {
  readonly port: number;
  readonly url: string;
  /** Takes no more requests, lets running ones end within `graceMs`, then cuts them off. */
  close(graceMs?: number): Promise<void>;
}

/** Listens on 127.0.0.1; 0 takes any free port. */
export function listen(server: Server, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      const close = (graceMs = 0) =>
        new Promise<void>((done) => {
          server.close(() => done());
          server.closeIdleConnections();
          setTimeout(() => server.closeAllConnections(), graceMs).unref();
        });
      resolve({ port: taken, url: `http://127.0.0.1:${taken}`, close });
    });
  });
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with a request: an answer in place of the service's, a body that breaks off, or a slow one. */
export type StorageFault =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'slow'; readonly millisecondsAPiece: number };

export type ChooseFault = (method: string, path: string) => StorageFault | undefined;

export interface FaultyStorage {
  readonly url: string;
  /** Requests so far, as `GET /path`. */
  readonly seen: readonly string[];
  choose(fault: ChooseFault): void;
  close(): Promise<void>;
}

async function passBody(answer: IncomingMessage, response: ServerResponse, fault?: StorageFault) {
  let passed = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    if (fault?.kind === 'slow') await sleep(fault.millisecondsAPiece);
    if (fault?.kind === 'cut' && passed + piece.length > fault.afterBytes) {
      response.write(piece.subarray(0, fault.afterBytes - passed), () => response.destroy());
      return;
    }
    passed += piece.length;
    response.write(piece);
  }
  response.end();
}

/** Stands before Cloud Storage's API, and fails as it sometimes does. */
export async function openFaultyStorage(serviceUrl: string): Promise<FaultyStorage> {
  const seen: string[] = [];
  let choose: ChooseFault = () => undefined;
  const service = new URL(serviceUrl);
  const server = createServer((call, response) => {
    const path = call.url ?? '/';
    seen.push(`${call.method} ${path}`);
    const fault = choose(call.method ?? '', path);
    if (fault?.kind === 'status') {
      call.resume();
      response.writeHead(fault.status).end();
      return;
    }
    const { host: _host, ...headers } = call.headers;
    const passedOn = request({
      host: service.hostname,
      port: service.port,
      agent: false,
      method: call.method,
      path,
      headers: { ...headers, host: service.host },
    });
    passedOn.on('response', (answer) => {
      // A resumable upload goes on where its start says: through here as well.
      const { location } = answer.headers;
      const own = `http://${call.headers.host}`;
      if (location !== undefined) answer.headers.location = location.replace(service.origin, own);
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      passBody(answer, response, fault).catch(() => response.destroy());
    });
    passedOn.on('error', () => response.destroy());
    call.pipe(passedOn);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    choose: (fault) => {
      choose = fault;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

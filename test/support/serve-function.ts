import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { tokenOf } from './access.ts';

export interface ServedFunction {
  readonly url: string;
  /** Delivers the event of a finalized object, as the platform does. */
  sendFinalized(object: { readonly bucket: string; readonly name: string }): Promise<Response>;
  close(): void;
}

/** Signs in, as an administrator, requests to a server that do not say who sends them. */
async function signInByDefault(server: Server): Promise<void> {
  const token = await tokenOf('admin');
  subscribe('http.server.request.start', (message) => {
    const { request, server: asked } = message as { request: IncomingMessage; server: Server };
    if (asked === server) request.headers.authorization ??= `Bearer ${token}`;
  });
}

/**
 * Serves a function that is registered with the functions framework, on a free port. Requests
 * without `authorization` are an administrator's; an empty one makes nobody's.
 */
export async function serveFunction(name: string): Promise<ServedFunction> {
  const server = getTestServer(name);
  await signInByDefault(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    sendFinalized: (object) =>
      fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'ce-specversion': '1.0',
          'ce-type': 'google.cloud.storage.object.v1.finalized',
          'ce-source': `//storage.googleapis.com/projects/_/buckets/${object.bucket}`,
          'ce-subject': `objects/${object.name}`,
          'ce-id': randomUUID(),
        },
        body: JSON.stringify(object),
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

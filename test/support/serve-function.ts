import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';

export interface ServedFunction {
  readonly url: string;
  /** Delivers the event of a finalized object, as the platform does. */
  sendFinalized(object: { readonly bucket: string; readonly name: string }): Promise<Response>;
  close(): void;
}

/** Serves a function that is registered with the functions framework, on a free port. */
export async function serveFunction(name: string): Promise<ServedFunction> {
  const server = getTestServer(name);
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

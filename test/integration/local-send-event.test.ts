import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { FunctionManifest } from '../../scripts/function-manifest.ts';
import { sendEvent } from '../../scripts/local/send-event.ts';
import { makeHome } from '../support/local-cloud.ts';

const delivery = {
  id: '7',
  function: 'take',
  bucket: 'drops',
  time: '2026-01-02T03:04:05.678Z',
  object: { name: 'años/a b.csv', generation: '12', size: '3' },
};

describe('an event on its way to a function', () => {
  const folder = makeHome();
  const socketPath = join(folder.folder, 'take.sock');
  let answer: RequestListener;
  const server = createServer((request, response) => answer(request, response));
  const process = { pid: 0, socketPath, exited: new Promise<void>(() => {}), stop: async () => {} };
  const target = {
    manifest: { name: 'take', timeout_seconds: 1 } as unknown as FunctionManifest,
    pool: {
      use: <T>(run: (each: typeof process) => Promise<T>) => run(process),
      wakeUp: async () => {},
      stop: async () => {},
    },
  };
  beforeAll(() => once(server.listen(socketPath), 'listening'));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    folder.remove();
  });

  it('is a CloudEvent in binary mode with the object as its body', async () => {
    let request: IncomingMessage | undefined;
    let body = '';
    answer = async (from, to) => {
      request = from;
      body = await text(from);
      to.writeHead(204).end();
    };
    await sendEvent(target, delivery);
    expect(request?.method).toBe('POST');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'ce-id': '7',
      'ce-specversion': '1.0',
      'ce-type': 'google.cloud.storage.object.v1.finalized',
      'ce-source': '//storage.googleapis.com/projects/_/buckets/drops',
      'ce-subject': 'objects/a%C3%B1os/a%20b.csv',
      'ce-time': '2026-01-02T03:04:05.678Z',
    });
    expect(JSON.parse(body)).toEqual(delivery.object);
  });

  it('is not taken when the function answers anything but 2xx', async () => {
    answer = (_from, to) => to.writeHead(500).end();
    await expect(sendEvent(target, delivery)).rejects.toThrow('it answered 500');
  });

  it('is not taken when the connection breaks', async () => {
    answer = (_from, to) => to.destroy();
    await expect(sendEvent(target, delivery)).rejects.toThrow('its process ended');
  });

  it('is not taken when the function needs longer than its timeout', async () => {
    answer = () => {};
    await expect(sendEvent(target, delivery)).rejects.toThrow('no answer in 1 s');
  });
});

import { once } from 'node:events';
import { createServer, type RequestListener, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { FunctionManifest } from '../../scripts/function-manifest.ts';
import { startGateway } from '../../scripts/local/gateway.ts';
import type { InstancePool } from '../../scripts/local/instance-pool.ts';
import type { Listening } from '../../scripts/local/listen.ts';
import { signedInAs, testAccess } from '../support/access.ts';
import { makeHome } from '../support/local-cloud.ts';

const manifest = {
  name: 'echo',
  trigger: { http: { routes: ['/echo'] } },
  timeout_seconds: 30,
} as unknown as FunctionManifest;

describe('the gateway', () => {
  const folder = makeHome();
  const socketPath = join(folder.folder, 'echo.sock');
  const backend = createServer((from, to) => answer(from, to));
  let answer: RequestListener;
  let gateway: Listening;
  let fails: string | undefined;
  beforeAll(async () => {
    await once(backend.listen(socketPath), 'listening');
    const process = {
      pid: 0,
      socketPath,
      exited: new Promise<void>(() => {}),
      stop: async () => {},
    };
    const pool: InstancePool = {
      use: (run) => run(process),
      wakeUp: async () => {},
      stop: async () => {},
    };
    const probe = async () => {
      if (fails !== undefined) throw new Error(fails);
    };
    gateway = await startGateway({
      port: 0,
      functions: [{ manifest, pool }],
      probes: { db: probe },
      access: await testAccess(),
    });
  });
  afterAll(async () => {
    await gateway.close();
    backend.closeAllConnections();
    backend.close();
    folder.remove();
  });

  async function echo(size: number) {
    const part = Buffer.alloc(1024 * 1024, 'x');
    let sent = 0;
    const body = new ReadableStream({
      pull: (sink) => {
        const next = part.subarray(0, size - sent);
        sent += next.length;
        sink.enqueue(next);
        if (sent === size) sink.close();
      },
    });
    return fetch(`${gateway.url}/echo`, { method: 'POST', body, duplex: 'half' } as RequestInit);
  }

  it('passes a body of 32 MiB on while it arrives, and no larger one, as the platform does', async () => {
    const most = 32 * 1024 * 1024;
    answer = (from, to) => from.pipe(to);
    let received = 0;
    for await (const bytes of (await echo(most)).body ?? []) received += bytes.length;
    expect(received).toBe(most);
    answer = (from, to) => from.resume().once('end', () => to.end());
    const refused = await echo(most + 1);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ code: 'too-large' });
  });

  it('refuses a body that says of itself that it is larger, before it comes', async () => {
    let isAsked = false;
    answer = (_from, to) => {
      isAsked = true;
      to.end();
    };
    const headers = { 'content-length': 32 * 1024 * 1024 + 1 };
    const call = request(`${gateway.url}/echo`, { method: 'POST', headers });
    call.flushHeaders();
    const [response] = await once(call, 'response');
    call.destroy();
    expect(response.statusCode).toBe(413);
    expect(isAsked).toBe(false);
  });

  it('passes the beginning of an answer on before its end is there', async () => {
    let finish = () => {};
    answer = (_from, to) => {
      to.write('first');
      finish = () => to.end('last');
    };
    const reader = (await fetch(`${gateway.url}/echo`)).body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('first');
    finish();
    const last = await reader?.read();
    expect(Buffer.from(last?.value ?? []).toString()).toBe('last');
  });

  it('lets the function know when the caller leaves', async () => {
    const left = new Promise<void>((resolve) => {
      answer = (_from, to) => {
        to.write('first');
        to.once('close', () => resolve());
      };
    });
    const call = request(`${gateway.url}/echo`).end();
    const [response] = await once(call, 'response');
    response.destroy();
    await left;
  });

  it('cuts an answer that breaks off, so that nobody takes it for whole', async () => {
    answer = (_from, to) => {
      to.write('half');
      setImmediate(() => to.destroy());
    };
    const broken = await fetch(`${gateway.url}/echo`);
    await expect(broken.text()).rejects.toThrow('terminated');
  });

  it('answers a refused body although the function has not read it', async () => {
    answer = (_from, to) => {
      to.writeHead(413, { connection: 'close' }).end('too much');
    };
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\nbegin');
    const [bytes] = await once(socket, 'data');
    socket.destroy();
    expect(bytes.toString()).toContain('HTTP/1.1 413');
  });

  it('does not wait for a body that the caller announces by Expect', async () => {
    answer = (from, to) => from.pipe(to);
    const headers = { expect: '100-continue', 'content-length': 2 };
    const call = request(`${gateway.url}/echo`, { method: 'POST', headers });
    call.flushHeaders();
    await once(call, 'continue');
    call.end('ok');
    const [response] = await once(call, 'response');
    const [bytes] = await once(response, 'data');
    expect(bytes.toString()).toBe('ok');
  });

  it('says which part does not answer to who is signed in, and to others that one does not', async () => {
    fails = 'gone';
    const headers = await signedInAs('viewer');
    const told = await fetch(`${gateway.url}/health`, { headers });
    const hinted = await fetch(`${gateway.url}/health`);
    fails = undefined;
    expect([told.status, hinted.status]).toEqual([503, 503]);
    expect(await told.json()).toEqual({ status: 'failing', parts: { db: 'gone' } });
    expect(await hinted.json()).toEqual({ status: 'failing' });
  });

  it('tells only who is signed in that a path has no function', async () => {
    const headers = await signedInAs('viewer');
    expect((await fetch(`${gateway.url}/nowhere`, { headers })).status).toBe(404);
    for (const path of ['/', '/nowhere']) {
      const refused = await fetch(`${gateway.url}${path}`);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="cutover"');
      expect(await refused.json()).toMatchObject({ code: 'unauthenticated' });
    }
  });
});

import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { type Answer, answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { type ServedRoutes, serveRoutes } from '../support/serve-routes.ts';
import { undocumented } from '../support/undocumented.ts';

const long = { text: 'á'.repeat(2000) };
const ports = { answer: (): Answer => answerJson({}) };
const page = 'https://app.example.com';

const facts = {
  access: 'public',
  summary: 'For this test',
  documentation: undocumented,
  query: z.strictObject({}),
} as const;
const run = async ({ answer }: typeof ports) => answer();

const routes = [
  route({ ...facts, method: 'GET', paths: ['/thing'], run }),
  route({ ...facts, method: 'POST', paths: ['/thing'], run }),
  route({ ...facts, method: 'GET', paths: ['/table'], produces: ['text/csv', 'text/plain'], run }),
];

describe('the answer of an HTTP function', () => {
  let served: ServedRoutes;
  beforeAll(async () => {
    const connect = async () => ports;
    served = await serveRoutes({ routes, connect, origins: async () => [page] } as never);
  });
  beforeEach(() => {
    ports.answer = () => answerJson(long);
  });
  afterAll(() => served.close());

  /** As it comes: fetch would inflate it. */
  async function call(method: string, path: string, headers: Record<string, string> = {}) {
    const asked = request(`${served.url}${path}`, { method, headers }).end();
    const [answer] = await once(asked, 'response');
    const pieces: Buffer[] = [];
    for await (const piece of answer) pieces.push(piece);
    return {
      status: answer.statusCode as number,
      headers: answer.headers as Record<string, string | undefined>,
      bytes: Buffer.concat(pieces),
    };
  }

  const gzip = { 'accept-encoding': 'br;q=1, gzip;q=0.5' };

  async function* piecesOf(...pieces: string[]) {
    yield* pieces;
  }

  it('is compressed for those who take gzip', async () => {
    const { headers, bytes } = await call('GET', '/thing', gzip);
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': `${bytes.length}`,
      vary: 'origin, accept-encoding',
    });
    expect(JSON.parse(String(gunzipSync(bytes)))).toEqual(long);
  });

  it('is compressed too where it comes in pieces', async () => {
    ports.answer = () => ({ type: 'text/csv; charset=utf-8', body: piecesOf('id,', 'name') });
    const { headers, bytes } = await call('GET', '/thing', gzip);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' });
    expect(String(gunzipSync(bytes))).toBe('id,name');
  });

  it.each([
    ['it is short', () => answerJson({}), gzip],
    ['nobody asks for it', () => answerJson(long), {}],
    ['gzip is refused', () => answerJson(long), { 'accept-encoding': '*, gzip;q=0' }],
    ['it is no text', () => ({ type: 'image/png', body: Buffer.alloc(5000) }), gzip],
  ])('is not compressed where %s', async (_case, answer, headers) => {
    ports.answer = answer;
    const plain = await call('GET', '/thing', headers);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['content-length']).toBe(`${plain.bytes.length}`);
  });

  it('has a tag, under which it is not sent a second time', async () => {
    const first = await call('GET', '/thing');
    const { etag = '' } = first.headers;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const held of [etag, `"x", W/${etag}`, '*']) {
      const second = await call('GET', '/thing', { 'if-none-match': held });
      expect(second).toMatchObject({ status: 304, bytes: Buffer.alloc(0), headers: { etag } });
      expect(second.headers).not.toHaveProperty('content-type');
      expect(second.headers).not.toHaveProperty('content-length');
    }
    ports.answer = () => answerJson({ ...long, more: true });
    expect((await call('GET', '/thing', { 'if-none-match': etag })).status).toBe(200);
  });

  it('has another tag when it is compressed, because its bytes are others', async () => {
    const plain = await call('GET', '/thing');
    const packed = await call('GET', '/thing', gzip);
    expect(packed.headers.etag).toBe(plain.headers.etag?.replace(/"$/, '-gzip"'));
    const again = { ...gzip, 'if-none-match': packed.headers.etag ?? '' };
    expect((await call('GET', '/thing', again)).status).toBe(304);
    expect((await call('GET', '/thing', { 'if-none-match': again['if-none-match'] })).status).toBe(
      200,
    );
  });

  it('keeps the tag that the route gives it, and has none where it is no read', async () => {
    ports.answer = () => answerJson({}, { headers: { etag: '"7"' } });
    expect((await call('GET', '/thing', { 'if-none-match': '"7"' })).status).toBe(304);
    ports.answer = () => answerJson({});
    expect((await call('POST', '/thing', { 'if-none-match': '*' })).status).toBe(200);
    expect((await call('POST', '/thing')).headers).not.toHaveProperty('etag');
    expect((await call('GET', '/nowhere')).headers).not.toHaveProperty('etag');
  });

  it.each([{}, gzip])('has the same headers to HEAD as to GET, and no body', async (headers) => {
    const volatile = { date: '', 'x-request-id': '' };
    const get = await call('GET', '/thing', headers);
    const head = await call('HEAD', '/thing', headers);
    expect(head.bytes).toHaveLength(0);
    expect({ ...head.headers, ...volatile }).toEqual({ ...get.headers, ...volatile });
  });

  it('is not begun to be made for HEAD, where it comes in pieces', async () => {
    let isBegun = false;
    ports.answer = () => ({
      type: 'text/csv',
      body: (async function* () {
        isBegun = true;
        yield 'id';
      })(),
    });
    expect((await call('HEAD', '/thing')).status).toBe(200);
    expect(isBegun).toBe(false);
  });

  it.each(['identity', 'gzip'])(
    'breaks off as %s where its making fails midway',
    async (coding) => {
      let fail = () => {};
      const failed = new Promise<never>((_resolve, reject) => {
        fail = () => reject(new Error('the database went away'));
      });
      ports.answer = () => ({
        type: 'text/csv',
        body: (async function* () {
          yield 'id,name\n';
          yield await failed;
        })(),
      });
      const headers = { 'x-request-id': `midway-${coding}`, 'accept-encoding': coding };
      const answer = await fetch(`${served.url}/thing`, { headers });
      const reader = answer.body?.getReader();
      if (coding === 'identity') await reader?.read();
      fail();
      await expect(reader?.read()).rejects.toThrow('terminated');
      expect(await served.lineOf(`midway-${coding}`)).toMatchObject({
        severity: 'error',
        message: 'answer broken off',
        status: 200,
        err: { message: 'the database went away' },
      });
    },
  );

  function endless(pieceBytes: number) {
    const made = { pieces: 0, isStopped: false };
    const piece = Buffer.alloc(pieceBytes, 'x');
    async function* body() {
      try {
        for (;;) {
          made.pieces += 1;
          yield piece;
        }
      } finally {
        made.isStopped = true;
      }
    }
    ports.answer = () => ({ type: 'application/octet-stream', body: body() });
    return made;
  }

  it('is stopped when the caller leaves', async () => {
    const made = endless(1000);
    const asked = request(`${served.url}/thing`, { headers: { 'x-request-id': 'leaving' } }).end();
    const [answer] = await once(asked, 'response');
    await once(answer, 'data');
    answer.destroy();
    expect(await served.lineOf('leaving')).toMatchObject({
      severity: 'info',
      message: 'caller left before the end of the answer',
    });
    expect(made.isStopped).toBe(true);
  });

  it('is made no faster than it is taken', async () => {
    const made = endless(1024 * 1024);
    const asked = request(`${served.url}/thing`).end();
    const [answer] = await once(asked, 'response');
    let before = 0;
    while (made.pieces > before) {
      before = made.pieces;
      await sleep(200);
    }
    expect(made).toEqual({ pieces: before, isStopped: false });
    for await (const _bytes of answer) if (made.pieces > before + 3) break;
  });

  it('is a problem where a header of it can not be sent', async () => {
    ports.answer = () => answerJson({}, { headers: { 'x-name': 'a\nb' } });
    expect((await call('GET', '/thing', { 'x-request-id': 'header' })).status).toBe(500);
    expect(await served.lineOf('header')).toMatchObject({ severity: 'error', status: 500 });
  });

  it.each([
    ['/thing', 'text/csv', 406],
    ['/thing', 'application/json;q=0, text/*', 406],
    ['/thing', 'application/*', 200],
    ['/table', 'text/plain;q=0.1', 200],
    ['/table', 'application/json', 406],
  ])('from %s is not made for %s where that can not be had', async (path, accept, status) => {
    let isMade = false;
    ports.answer = () => {
      isMade = true;
      return answerJson({});
    };
    const { status: got, bytes } = await call('GET', path, { accept });
    expect(got).toBe(status);
    expect(isMade).toBe(status === 200);
    if (status === 406) expect(JSON.parse(String(bytes))).toMatchObject({ code: 'not-acceptable' });
  });

  const preflight = {
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'authorization,content-type',
  };

  it('lets pages of the named origins send and read, without credentials', async () => {
    const asked = await call('OPTIONS', '/thing', { origin: page, ...preflight });
    expect(asked).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': page,
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
        'access-control-allow-headers': 'authorization,content-type',
        'access-control-max-age': '600',
        vary: 'origin',
      },
    });
    expect(asked.headers).not.toHaveProperty('access-control-allow-credentials');
    const read = await call('GET', '/thing', { origin: page });
    expect(read.headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-expose-headers': '*',
      vary: 'origin, accept-encoding',
    });
    expect(read.headers).not.toHaveProperty('access-control-allow-credentials');
    const refused = await call('GET', '/nowhere', { origin: page });
    expect(refused.headers).toMatchObject({ 'access-control-allow-origin': page });
  });

  it.each(['https://app.example.com.evil.org', 'http://app.example.com', 'null', '*'])(
    'tells a page of %s nothing',
    async (origin) => {
      for (const [method, headers] of [
        ['OPTIONS', preflight],
        ['GET', {}],
      ] as const) {
        const answer = await call(method, '/thing', { origin, ...headers });
        expect(answer.headers.vary).toContain('origin');
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      }
    },
  );
});

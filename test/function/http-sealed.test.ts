import { gzipSync } from 'node:zlib';
import { joseEnvelope } from '@cutover/shared/adapters/access/jose-envelope.ts';
import { AppError } from '@cutover/shared/domain/app-error.ts';
import { type Answer, answerJson } from '@cutover/shared/runtime/answer.ts';
import { route, uploadRoute } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { signedInAs, testEncryptionKeys, tokenWith } from '../support/access.ts';
import { makeClientKey, sealBody } from '../support/client-key.ts';
import { inMemoryReplayGuard } from '../support/in-memory-replay-guard.ts';
import { type ServedRoutes, serveRoutes } from '../support/serve-routes.ts';
import { undocumented } from '../support/undocumented.ts';

const facts = {
  access: 'viewer',
  summary: 'For this test',
  documentation: undocumented,
  query: z.strictObject({}),
} as const;

let done = 0;

async function* lines() {
  yield 'id\n';
  yield '1\n';
}

const routes = [
  route({
    ...facts,
    method: 'POST',
    paths: ['/rows'],
    mostBytes: 1000,
    body: z.strictObject({ name: z.string() }),
    run: async (_ports: object, { body, caller }) => {
      done += 1;
      if (body.name === '') throw new AppError('unknown-reference', 'There is no such name.');
      return answerJson({ ...body, caller }, { headers: { etag: '"7"', vary: 'accept-language' } });
    },
  }),
  uploadRoute({
    ...facts,
    method: 'POST',
    paths: ['/file'],
    takes: ['text/csv'],
    run: async (_ports: object, { body }) =>
      answerJson({ type: body.type, size: body.bytes.length }),
  }),
  route({
    ...facts,
    method: 'GET',
    paths: ['/rows'],
    produces: ['text/csv', 'application/json'],
    run: async (_ports: object, { headers }): Promise<Answer> =>
      headers.accept === 'text/csv' ? { type: 'text/csv', body: lines() } : answerJson([]),
  }),
  route({
    ...facts,
    method: 'POST',
    access: 'public',
    paths: ['/sign-in'],
    body: z.strictObject({ jwk: z.record(z.string(), z.string()).optional() }),
    run: async (_ports: object, { body: { jwk } }) =>
      answerJson({ token: 'secret' }, jwk === undefined ? {} : { sealTo: jwk }),
  }),
];

const client = await makeClientKey();
const sealed = { 'content-type': 'application/jose' };
const asked = { accept: 'application/jose' };

describe('an encrypted body', () => {
  let served: ServedRoutes;
  let withKey: Record<string, string>;
  beforeAll(async () => {
    const guard = inMemoryReplayGuard();
    const parts = { keys: testEncryptionKeys, guard, now: () => new Date() };
    served = await serveRoutes({ routes, envelope: async () => joseEnvelope(parts) });
    withKey = { authorization: `Bearer ${await tokenWith({ role: 'viewer', key: client.jwk })}` };
  });
  beforeEach(() => {
    done = 0;
  });
  afterAll(() => served.close());

  async function call(
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) {
    const answer = await fetch(`${served.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...withKey, ...(body === undefined ? {} : sealed), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  it('is to a route what it was before it was encrypted', async () => {
    const { status, text } = await call('/rows', await sealBody('{"name":"Ana"}'));
    expect({ status, body: JSON.parse(text) }).toEqual({
      status: 200,
      body: { name: 'Ana', caller: 'viewer' },
    });
    const file = await call('/file', await sealBody('id\n1\n', { cty: 'text/csv' }));
    expect(JSON.parse(file.text)).toEqual({ type: 'text/csv', size: 5 });
  });

  it('is taken compressed on its way, as any other', async () => {
    const packed = gzipSync(await sealBody('{"name":"Ana"}'));
    const { status } = await call('/rows', new Uint8Array(packed), { 'content-encoding': 'gzip' });
    expect(status).toBe(200);
  });

  it.each([
    { what: 'JSON where a file is wanted', path: '/file', text: '{}', status: 415 },
    { what: 'a file', text: 'id\n', header: { cty: 'text/csv' }, status: 415 },
    { what: 'another encrypted body', header: { cty: 'application/jose' }, status: 415 },
    { what: 'what is no JSON', text: '{', status: 400 },
    { what: 'nothing', text: '', status: 400 },
    { what: 'too much', text: JSON.stringify({ name: 'x'.repeat(990) }), status: 413 },
    { what: 'far too much', text: JSON.stringify({ name: 'x'.repeat(9000) }), status: 413 },
    { what: 'a body of years ago', header: { iat: 1_700_000_000 }, status: 400 },
  ])('is refused where it holds $what', async (given) => {
    const { path = '/rows', text = '{"name":"Ana"}', header = {}, status } = given;
    const answer = await call(path, await sealBody(text, header));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(done).toBe(0);
  });

  it('is refused where nothing is sent, or what is no JWE', async () => {
    expect((await call('/rows', '')).status).toBe(400);
    expect((await call('/rows', '{"name":"Ana"}')).status).toBe(400);
  });

  it('is taken once', async () => {
    const body = await sealBody('{"name":"Ana"}');
    expect((await call('/rows', body)).status).toBe(200);
    const again = await call('/rows', body);
    expect(again.status).toBe(409);
    expect(JSON.parse(again.text)).toMatchObject({ code: 'conflict' });
    expect(done).toBe(1);
  });

  it('is looked at only for who may send it', async () => {
    const body = await sealBody('{"name":"Ana"}');
    expect((await call('/rows', body, { authorization: 'Bearer none' })).status).toBe(401);
    expect((await call('/rows', body)).status).toBe(200);
  });

  it('is answered in kind, to the key in the token', async () => {
    const { status, headers, text } = await call('/rows', await sealBody('{"name":"Ana"}'), asked);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/jose',
      'cache-control': 'no-store',
      vary: 'accept-language, accept',
      etag: '"7"',
    });
    const { type, text: opened } = await client.open(text);
    expect(type).toBe('application/json; charset=utf-8');
    expect(JSON.parse(opened)).toEqual({ name: 'Ana', caller: 'viewer' });
  });

  it.each([
    ['of a route', '/rows', '{"name":""}', 422],
    ['of a body', '/rows', '{"name":1}', 400],
    ['of a path', '/nowhere', '{}', 404],
  ])('is answered in kind by an error %s', async (_case, path, text, status) => {
    const answer = await call(path, await sealBody(text), asked);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/jose');
    const { type, text: opened } = await client.open(answer.text);
    expect(type).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(opened)).toMatchObject({ status });
  });

  it.each([
    ['application/jose', 'application/json; charset=utf-8'],
    ['application/jose, text/csv', 'text/csv'],
  ])('comes as answer to a question in clear, too, for %s', async (accept, type) => {
    const answer = await call('/rows', undefined, { accept });
    expect((await client.open(answer.text)).type).toBe(type);
    expect(answer.headers.get('etag')).toBeNull();
    const other = await call('/rows', undefined, { accept });
    expect(other.text).not.toBe(answer.text);
  });

  it('holds an answer that comes in pieces, whole', async () => {
    const { text } = await call('/rows', undefined, { accept: 'text/csv, application/jose' });
    expect((await client.open(text)).text).toBe('id\n1\n');
  });

  it('is no answer to who does not ask for it by name', async () => {
    for (const accept of ['*/*', 'application/json, application/jose;q=0', 'application/*']) {
      const { headers } = await call('/rows', undefined, { accept });
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    }
  });

  it('is no answer to a token without a key, and nothing is done then', async () => {
    const headers = { ...asked, ...(await signedInAs('viewer')) };
    const { status, text } = await call('/rows', await sealBody('{"name":"Ana"}'), headers);
    expect(status).toBe(406);
    expect(JSON.parse(text)).toMatchObject({
      code: 'not-acceptable',
      detail: expect.stringContaining('jwk'),
    });
    expect(done).toBe(0);
  });

  it('signs in, and the token comes back encrypted to the key that is given with it', async () => {
    const body = await sealBody(JSON.stringify({ jwk: client.jwk }));
    const { text } = await call('/sign-in', body, { ...asked, authorization: '' });
    expect(JSON.parse((await client.open(text)).text)).toEqual({ token: 'secret' });
    const without = await call('/sign-in', await sealBody('{}'), { ...asked, authorization: '' });
    expect(without.status).toBe(406);
    expect(without.text).not.toContain('secret');
    const wrong = await call('/sign-in', await sealBody('[]'), { ...asked, authorization: '' });
    expect(wrong.status).toBe(400);
    expect(JSON.parse(wrong.text)).toMatchObject({ code: 'invalid-request' });
  });
});

import domain from 'node:domain';
import { AppError } from '@cutover/shared/domain/app-error.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import { http } from '@google-cloud/functions-framework';
import * as z from 'zod';
import { signedInAs, testAccess } from '../support/access.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';
import { undocumented } from '../support/undocumented.ts';

interface Ports {
  readonly greeting: string;
}

const noQuery = z.strictObject({});

const routes = [
  route({
    method: 'GET',
    paths: ['/greet', '/hello'],
    access: 'viewer',
    summary: 'For this test',
    documentation: undocumented,
    query: z.strictObject({
      name: z.string().min(1, 'name must not be empty.').default('world'),
      loud: z.enum(['true', 'false'], 'loud must be true or false.').optional(),
    }),
    run: async ({ greeting }: Ports, { query }) =>
      answerJson({ text: `${greeting}, ${query.name}` }, { headers: { 'x-extra': '1' } }),
  }),
  route({
    method: 'POST',
    paths: ['/greet'],
    access: 'viewer',
    summary: 'For this test',
    documentation: undocumented,
    query: noQuery,
    body: z.strictObject({ names: z.array(z.string()) }),
    run: async (_ports: Ports, { body }) => answerJson(body, { status: 201 }),
  }),
  route({
    method: 'DELETE',
    paths: ['/reset'],
    access: 'operator',
    summary: 'For this test',
    documentation: undocumented,
    query: noQuery,
    run: async (_ports: Ports, { caller }) => answerJson({ caller }),
  }),
  route({
    method: 'POST',
    paths: ['/things/{id}', '/old-things/{id}'],
    access: 'viewer',
    summary: 'For this test',
    documentation: undocumented,
    query: noQuery,
    body: z.strictObject({ size: z.int() }).default({ size: 1 }),
    run: async (_ports: Ports, { parameters, body }) => answerJson({ ...parameters, ...body }),
  }),
  route({
    method: 'GET',
    paths: ['/things/newest'],
    access: 'viewer',
    summary: 'For this test',
    documentation: undocumented,
    query: noQuery,
    run: async (_ports: Ports, { parameters }) => answerJson({ newest: true, ...parameters }),
  }),
  route({
    method: 'GET',
    paths: ['/broken'],
    access: 'viewer',
    summary: 'For this test',
    documentation: undocumented,
    query: noQuery,
    run: async (): Promise<never> => {
      throw new Error('secret row');
    },
  }),
  route({
    method: 'GET',
    paths: ['/away'],
    access: 'viewer',
    summary: 'For this test',
    documentation: undocumented,
    query: noQuery,
    run: async (): Promise<never> => {
      throw new AppError('unavailable', 'The database does not answer; try again.');
    },
  }),
];

const project = 'my-project';

describe('an HTTP function', () => {
  const logger = memoryLogger();
  let ports: () => Promise<Ports>;
  let served: ServedFunction;
  let url: string;

  beforeAll(async () => {
    const check = async ({ greeting }: Ports) => {
      if (greeting === '') throw new Error('secret host');
    };
    http(
      'probe',
      httpFunction({ connect: () => ports(), access: testAccess, routes, logger, check, project }),
    );
    served = await serveFunction('probe');
    url = served.url;
  });

  beforeEach(() => {
    ports = async () => ({ greeting: 'Good day' });
  });

  afterAll(() => served.close());

  const post = (body: string, type = 'application/json') =>
    fetch(`${url}/greet`, { method: 'POST', body, headers: { 'content-type': type } });

  test('answers each name of a route, with or without a slash at the end', async () => {
    for (const path of ['/greet', '/hello', '/hello/']) {
      const answer = await fetch(`${url}${path}?name=Ana`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-extra')).toBe('1');
      expect(await answer.json()).toEqual({ text: 'Good day, Ana' });
    }
  });

  test('sends plain security headers and the id of the request', async () => {
    const { headers } = await fetch(`${url}/greet`, { headers: { 'x-request-id': 'mine-1' } });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'private, no-cache',
      'strict-transport-security': 'max-age=31536000',
      'x-request-id': 'mine-1',
    });
  });

  test('answers HEAD as GET without the body', async () => {
    const get = await fetch(`${url}/greet`);
    const head = await fetch(`${url}/greet`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(`${(await get.text()).length}`);
    expect(await head.text()).toBe('');
  });

  test('answers OPTIONS with the methods of the path', async () => {
    const answer = await fetch(`${url}/greet`, { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
  });

  test('refuses another method with the methods there are', async () => {
    const answer = await fetch(`${url}/hello`, { method: 'DELETE' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({
      code: 'method-not-allowed',
      detail: '/hello does not take DELETE; it takes GET, HEAD, OPTIONS.',
    });
  });

  test('names what it answers when nothing is at the path', async () => {
    const answer = await fetch(`${url}/nowhere`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      type: 'urn:cutover:problem:not-found',
      status: 404,
      title: 'There is no such thing',
      detail:
        'There is nothing at /nowhere; this function answers /greet, /hello, /reset, /things/{id}, /old-things/{id}, /things/newest, /broken, /away, /health.',
      code: 'not-found',
      request_id: answer.headers.get('x-request-id'),
    });
  });

  test('collects every fault of a query, each with its parameter, and needs no ports for it', async () => {
    ports = () => Promise.reject(new Error('not reached'));
    const answer = await fetch(`${url}/greet?name=&loud=yes&shout=1&loud=no`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: 'invalid-request',
      errors: [
        { at: 'loud', message: 'loud is given more than once.' },
        { at: 'shout', message: 'There is no parameter shout; there are name, loud.' },
        { at: 'name', message: 'name must not be empty.' },
        { at: 'loud', message: 'loud must be true or false.' },
      ],
    });
  });

  test('gives the route a body that has passed its schema', async () => {
    const answer = await post('{"names":["Ana"]}');
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ names: ['Ana'] });
  });

  test('points at every fault of a body', async () => {
    const answer = await post('{"names":["Ana",7],"a/b":1}');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      errors: [{ at: '/names/1' }, { at: '/a~1b', message: 'There is no field a/b.' }],
    });
  });

  test('refuses a body that is missing or not JSON', async () => {
    expect((await fetch(`${url}/greet`, { method: 'POST' })).status).toBe(400);
    expect((await post('names: Ana', 'text/yaml')).status).toBe(415);
  });

  test('takes an empty JSON object for no body where a route has none, and nothing else', async () => {
    const send = (body: string) =>
      fetch(`${url}/reset`, {
        method: 'DELETE',
        body,
        headers: { 'content-type': 'application/json' },
      });
    expect((await send('{}')).status).toBe(200);
    expect((await send('[]')).status).toBe(400);
    const answer = await send('{"all":true}');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      errors: [{ at: '/all', message: 'There is no field all.' }],
    });
  });

  test('names the caller by the token: nothing else that a request says makes one', async () => {
    const claimed = { 'x-forwarded-user': 'ann', from: 'ann' };
    const callerOf = async (headers: Record<string, string>) =>
      (await fetch(`${url}/reset`, { method: 'DELETE', headers })).json();
    const operator = await signedInAs('operator');
    expect(await callerOf({ ...claimed, ...operator })).toEqual({ caller: 'operator' });
  });

  test.each([
    ['a body that is not JSON', '/greet', '{"names":'],
    ['a URL with a broken escape', '/%E0%A4%A', '{}'],
  ])('answers %s itself, not the framework', async (_case, path, body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method: 'POST', body, headers });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ code: 'invalid-request', status: 400 });
  });

  test('answers a charset that nobody knows itself, not the framework', async () => {
    const answer = await post('{}', 'application/json; charset=klingon');
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ code: 'unsupported-media-type' });
  });

  test('answers 500 without the reason, which stands in the log under the same id', async () => {
    const answer = await fetch(`${url}/broken`);
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('secret row');
    const { request_id } = JSON.parse(text) as { request_id: string };
    expect(logger.lines.filter((line) => line.request_id === request_id)).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: 'request failed',
        path: '/broken',
        status: 500,
        err: expect.objectContaining({ message: 'secret row' }),
      }),
    ]);
  });

  test('says when to come back while something it needs does not answer', async () => {
    const answer = await fetch(`${url}/away`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await answer.json()).toMatchObject({
      detail: 'The database does not answer; try again.',
    });
  });

  test('says what is wrong with its own configuration', async () => {
    ports = async () => {
      throw new AppError('misconfigured', 'MYSQL_USER: missing');
    };
    const answer = await fetch(`${url}/greet`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({
      code: 'misconfigured',
      detail: 'MYSQL_USER: missing',
    });
  });

  test('writes one line a request, with its trace', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await fetch(`${url}/hello?name=Ana`, { headers: { 'x-request-id': 'one-line', traceparent } });
    expect(logger.lines.filter((line) => line.request_id === 'one-line')).toEqual([
      {
        severity: 'info',
        message: 'request answered',
        request_id: 'one-line',
        'logging.googleapis.com/trace':
          'projects/my-project/traces/0af7651916cd43dd8448eb211c80319c',
        'logging.googleapis.com/spanId': 'b7ad6b7169203331',
        'logging.googleapis.com/trace_sampled': true,
        method: 'GET',
        path: '/hello',
        status: 200,
        duration_ms: expect.any(Number),
        caller: 'admin',
      },
    ]);
  });

  test('says what is wrong with a request for its health, and not that it is ill', async () => {
    const answer = await fetch(`${url}/health`, { headers: { accept: 'text/csv' } });
    expect(answer.status).toBe(406);
  });

  test('runs requests in no domain, which would slow every promise of the process', async () => {
    expect((await fetch(`${url}/greet`)).status).toBe(200);
    expect(domain.create()).not.toBeInstanceOf(domain.Domain);
  });

  test('is healthy while its ports are', async () => {
    const answer = await fetch(`${url}/health`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ok' });
  });

  test.each([
    ['a port fails', async () => ({ greeting: '' })],
    [
      'it can not connect',
      async () => {
        throw new Error('secret host');
      },
    ],
  ])('is unhealthy when %s', async (_case, connect) => {
    ports = connect;
    const answer = await fetch(`${url}/health`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('secret host');
  });

  it('hands over what stands in the path, decoded', async () => {
    for (const path of ['/things/a%2Fb', '/old-things/a%2Fb/']) {
      const response = await fetch(`${url}${path}`, { method: 'POST' });
      expect(await response.json()).toEqual({ id: 'a/b', size: 1 });
    }
    const wrong = await fetch(`${url}/things/%ff`, { method: 'POST' });
    expect(wrong.status).toBe(400);
    expect((await fetch(`${url}/things/`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${url}/things/a/b`, { method: 'POST' })).status).toBe(404);
  });

  it('prefers a path that says it plainly', async () => {
    expect(await (await fetch(`${url}/things/newest`)).json()).toEqual({ newest: true });
    const other = await fetch(`${url}/things/newest`, { method: 'POST' });
    expect(other.status).toBe(405);
    expect(other.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect((await fetch(`${url}/things/oldest`)).status).toBe(405);
  });

  it('checks a body that may be left out where it is there', async () => {
    const send = (body: string) =>
      fetch(`${url}/things/7`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    expect(await (await send('{"size":3}')).json()).toEqual({ id: '7', size: 3 });
    expect((await send('{"size":"3"}')).status).toBe(400);
    expect((await send('{"colour":"red"}')).status).toBe(400);
  });
});

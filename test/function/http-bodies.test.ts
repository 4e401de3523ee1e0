import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route, uploadRoute } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { type ServedRoutes, serveRoutes } from '../support/serve-routes.ts';
import { undocumented } from '../support/undocumented.ts';

const facts = {
  method: 'POST',
  access: 'public',
  summary: 'For this test',
  documentation: undocumented,
} as const;
const query = z.strictObject({});

const routes = [
  route({
    ...facts,
    paths: ['/json'],
    query,
    body: z.strictObject({ text: z.string().optional(), value: z.json().optional() }),
    run: async (_ports: object, { body, bytes }) =>
      answerJson({ body, bytes: bytes?.length ?? null }),
  }),
  route({
    ...facts,
    paths: ['/small'],
    query,
    mostBytes: 100,
    body: z.strictObject({ text: z.string() }),
    run: async (_ports: object, { body }) => answerJson({ length: body.text.length }),
  }),
  uploadRoute({
    ...facts,
    paths: ['/file'],
    query,
    takes: ['text/csv', 'application/octet-stream'],
    run: async (_ports: object, { body: { type, bytes } }) =>
      answerJson({ type, length: bytes.length, first: bytes[0] }),
  }),
];

const mebibyte = 1024 * 1024;

/** 64 KiB of gzip for every 64 MiB. */
function bombOf(parts: number) {
  const part = gzipSync(Buffer.alloc(64 * mebibyte));
  return Buffer.concat(Array.from({ length: parts }, () => part));
}

describe('the body of a request', () => {
  let served: ServedRoutes;
  beforeAll(async () => {
    served = await serveRoutes({ routes });
  });
  afterAll(() => served.close());

  async function post(
    path: string,
    body: string | Uint8Array<ArrayBuffer> | ReadableStream,
    headers: Record<string, string> = {},
  ) {
    const answer = await fetch(`${served.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    } as RequestInit);
    const value = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, headers: answer.headers, body: value };
  }

  const csv = { 'content-type': 'Text/CSV; charset=utf-8' };
  const packed = { ...csv, 'content-encoding': 'gzip' };

  it('is JSON where the route takes JSON, and its bytes are there too', async () => {
    const text = '\ufeff{"text":"Bogotá"}';
    const { status, body } = await post('/json', text);
    expect({ status, body }).toEqual({
      status: 200,
      body: { body: { text: 'Bogotá' }, bytes: Buffer.byteLength(text) },
    });
  });

  it('is a file where the route takes one, whole and as it comes', async () => {
    const bytes = Buffer.alloc(3 * mebibyte, 0xff);
    const { body } = await post('/file', bytes, csv);
    expect(body).toEqual({ type: 'text/csv', length: 3 * mebibyte, first: 0xff });
  });

  it('comes in pieces without a length', async () => {
    const pieces = new ReadableStream({
      start(sink) {
        sink.enqueue(Buffer.from('id,'));
        sink.enqueue(Buffer.from('name'));
        sink.close();
      },
    });
    expect((await post('/file', pieces, csv)).body).toMatchObject({ length: 7 });
  });

  it('is inflated where it is gzip, in one member or many', async () => {
    const members = Buffer.concat([gzipSync('{"text":'), gzipSync('"Ana"}')]);
    const { body } = await post('/json', members, { 'content-encoding': 'gzip' });
    expect(body).toEqual({ body: { text: 'Ana' }, bytes: 14 });
  });

  it.each([
    ['another compression', 'br', Buffer.from('x'), 415],
    ['gzip over gzip', 'gzip, gzip', gzipSync(gzipSync('id')), 415],
    ['what is no gzip', 'gzip', Buffer.from('id,name'), 400],
    ['gzip that is cut off', 'gzip', gzipSync('id,name').subarray(0, 20), 400],
    ['gzip that is altered', 'gzip', gzipSync('id,name').fill(7, 12, 15), 400],
  ])('is refused as %s', async (_case, encoding, bytes, status) => {
    const answer = await post('/file', bytes, { ...csv, 'content-encoding': encoding });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('accept-encoding')).toBe(status === 415 ? 'gzip' : null);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('is refused past the limit of its route, and taken up to it', async () => {
    const just = JSON.stringify({ text: 'x'.repeat(100 - 11) });
    expect((await post('/small', just)).body).toEqual({ length: 89 });
    const { status, body } = await post('/small', `${just} `);
    expect(status).toBe(413);
    expect(body).toMatchObject({
      code: 'too-large',
      detail: 'The body is larger than 100 bytes, the most this takes.',
    });
  });

  it('is 1 MiB of JSON at most, and a file of 32 MiB, where the route says nothing else', async () => {
    const text = JSON.stringify({ text: 'x'.repeat(mebibyte - 11) });
    expect((await post('/json', text)).status).toBe(200);
    expect((await post('/json', `${text} `)).status).toBe(413);
    expect((await post('/file', Buffer.alloc(32 * mebibyte), csv)).status).toBe(200);
    const more = await post('/file', Buffer.alloc(32 * mebibyte + 1), csv);
    expect(more.body.detail).toBe('The body is larger than 32 MiB, the most this takes.');
  });

  it('is refused by its length before it is sent', async () => {
    const socket = connect(served.port, '127.0.0.1');
    const head = `POST /file HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\ncontent-length: ${64 * mebibyte}`;
    socket.write(`${head}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    socket.destroy();
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
  });

  it('is refused in pieces too, when they have become too many', async () => {
    const piece = Buffer.alloc(mebibyte, 'x');
    let pieces = 0;
    const body = new ReadableStream({
      pull(sink) {
        pieces += 1;
        sink.enqueue(piece);
        if (pieces === 33) sink.close();
      },
    });
    expect((await post('/file', body, csv)).status).toBe(413);
  });

  it('costs no memory where it is a bomb of gzip', async () => {
    const bomb = bombOf(16);
    const before = process.resourceUsage().maxRSS;
    for (const path of ['/file', '/json', '/small']) {
      const headers = {
        ...packed,
        ...(path === '/file' ? csv : { 'content-type': 'application/json' }),
      };
      expect((await post(path, bomb, headers)).status).toBe(413);
    }
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(200);
  });

  it.each([
    ['by its length', '/small', Buffer.alloc(300_000)],
    ['when it has been inflated in part', '/json', bombOf(8)],
  ])('leaves the connection in order when it is refused %s', async (_case, path, body) => {
    const socket = connect(served.port, '127.0.0.1');
    let received = '';
    socket.on('data', (bytes) => {
      received += bytes;
    });
    const lines = ['host: x', 'content-type: application/json'];
    const length = `content-length: ${body.length}`;
    socket.write(`POST ${path} HTTP/1.1\r\n${[...lines, length].join('\r\n')}\r\n`);
    socket.write(path === '/json' ? 'content-encoding: gzip\r\n\r\n' : '\r\n');
    socket.write(body);
    socket.write(`GET /health HTTP/1.1\r\n${lines.join('\r\n')}\r\nconnection: close\r\n\r\n`);
    await once(socket, 'close');
    expect(received).toMatch(/^HTTP\/1.1 413 .*HTTP\/1.1 200 OK/s);
  });

  const deep = (levels: number) => `{"value":${'['.repeat(levels)}${']'.repeat(levels)}}`;

  it.each([
    ['nothing but a space', ' ', 'line 1, column 2', 'It ends too early.'],
    ['a value that is cut off', '{"text":"An', 'line 1, column 12', 'It ends too early.'],
    ['a word', '{"text":tru}', 'line 1, column 9', 'A value is expected here.'],
    ['NaN', '{"value":NaN}', 'line 1, column 10', 'A value is expected here.'],
    ['a comma too many', '{"value":[1,\n2,]}', 'line 2, column 3', 'A value is expected here.'],
    ['a comma too few', '{"value":[1 2]}', 'line 1, column 13', 'A comma or ] is expected here.'],
    ['no colon', '{"text" 1}', 'line 1, column 9', 'A colon is expected here.'],
    [
      'a name without quotes',
      '{text:1}',
      'line 1, column 2',
      'A field in double quotes is expected here.',
    ],
    ['two values', '{} {}', 'line 1, column 4', 'Nothing may follow the value.'],
    [
      'a line end in a text',
      '{"text":"a\nb"}',
      'line 1, column 11',
      'A control character must be escaped here.',
    ],
    [
      'half a character',
      '{"text":"\\ud83d"}',
      'line 1, column 9',
      'The text holds an escape that stands for no character.',
    ],
    [
      'an escape of no kind',
      '{"text":"\\x41"}',
      'line 1, column 9',
      'The text holds an escape that stands for no character.',
    ],
    [
      'a number past all bounds',
      '{"value":1e999}',
      'line 1, column 10',
      'The number is larger than any that JSON readers hold.',
    ],
    [
      'a field given twice',
      '{"text":"a",\n "te\\u0078t":"b"}',
      'line 2, column 2',
      'The field text is given twice.',
    ],
    ['more than 64 levels', deep(64), 'line 1, column 73', 'It is nested deeper than 64 levels.'],
    ['100,000 levels', deep(100_000), 'line 1, column 73', 'It is nested deeper than 64 levels.'],
    [
      'a prototype',
      '{"__proto__":{"text":"a"}}',
      'line 1, column 2',
      'There is no field __proto__.',
    ],
  ])('is refused as JSON with %s, and where', async (_case, text, at, message) => {
    const { status, body } = await post('/json', text);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'invalid-request',
      detail: `The body is not valid JSON. ${at}: ${message}`,
      errors: [{ at, message }],
    });
  });

  it('may lie 64 levels deep, and names fields as it likes', async () => {
    expect((await post('/json', deep(63))).status).toBe(200);
    const { status, body } = await post('/json', '{"constructor":{},"toString":1}');
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ at: '/constructor' }, { at: '/toString' }] });
  });

  it('is refused at its first byte that is no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"text":"é'), Buffer.from([0xe2, 0x82, 0x22, 0x7d])]);
    const { status, body } = await post('/json', bytes);
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ at: 'byte 14', message: 'This is not UTF-8.' }] });
  });

  it('tells the first hundred of a thousand faults', async () => {
    const fields = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`x${at}`, at]));
    const { body } = await post('/json', JSON.stringify(fields));
    expect(body.errors).toHaveLength(100);
    expect(body.detail).toMatch(/There is no field x99\. And 900 more\.$/);
  });

  it.each([
    ['/json', 'text/plain'],
    ['/json', 'application/json; charset=utf-16'],
    ['/json', 'application/x-www-form-urlencoded'],
    ['/file', 'application/json'],
    ['/file', ''],
  ])('is refused where %s gets it as "%s"', async (path, type) => {
    const { status, body } = await post(path, '{}', { 'content-type': type });
    expect(status).toBe(415);
    expect(body).toMatchObject({ code: 'unsupported-media-type' });
  });

  it('is missed where a file is wanted', async () => {
    const { status, body } = await post('/file', '', csv);
    expect(status).toBe(400);
    expect(body).toMatchObject({ detail: expect.stringContaining('no body') });
  });
});

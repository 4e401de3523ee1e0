import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StartedStorage } from '../support/storage-home.ts';
import { makeStorageHome } from '../support/storage-home.ts';

const home = makeStorageHome();
let storage: StartedStorage;

beforeAll(async () => {
  storage = await home.start();
});

afterAll(() => home.remove());

const block = 256 * 1024;

/** Starts a session and answers its address on the server that runs by then. */
async function startSession(name: string, init: RequestInit = {}, query = '') {
  const path = `/upload/storage/v1/b/drop/o?uploadType=resumable&name=${name}${query}`;
  const answer = await fetch(storage.url + path, { method: 'POST', ...init });
  expect(answer.status).toBe(200);
  const { pathname, search } = new URL(answer.headers.get('location') as string);
  return () => `${storage.url}${pathname}${search}`;
}

const put = (url: string, range: string | undefined, body?: Uint8Array<ArrayBuffer>) =>
  fetch(url, {
    method: 'PUT',
    ...(body === undefined ? {} : { body }),
    headers: range === undefined ? {} : { 'content-range': range },
  });

const stateOf = async (url: string) => {
  const answer = await put(url, 'bytes */*');
  return [answer.status, answer.headers.get('range')];
};

const read = async (name: string) => (await storage.bucket.file(name).download())[0];

/** Sends the start of a body that is said to be longer, and waits until so many bytes are kept. */
async function sendStart(url: string, bytes: Buffer, kept: number) {
  const upload = request(url, {
    method: 'PUT',
    headers: { 'content-range': 'bytes 0-*/*', 'content-length': bytes.length + 1 },
  });
  upload.on('error', () => {});
  upload.write(bytes);
  const part = join(
    home.folder,
    'buckets',
    '.uploads',
    `${new URL(url).searchParams.get('upload_id')}.part`,
  );
  while (statSync(part).size < kept) await sleep(5);
  return upload;
}

describe('a resumable upload', () => {
  it('may come whole, with the size left open', async () => {
    const url = await startSession('whole');
    const answer = await put(url(), undefined, Buffer.from('all of it'));
    expect(await answer.json()).toMatchObject({ name: 'whole', size: '9' });
    expect((await read('whole')).toString()).toBe('all of it');
  });

  it('takes chunks of whole blocks, tells how far it is, and fires one event at the end', async () => {
    const bytes = randomBytes(2 * block + 1000);
    const before = home.events.length;
    const url = await startSession('chunks');
    expect(await stateOf(url())).toEqual([308, null]);
    const first = await put(url(), `bytes 0-${block - 1}/*`, bytes.subarray(0, block));
    expect([first.status, first.headers.get('range')]).toEqual([308, `bytes=0-${block - 1}`]);
    const ragged = await put(
      url(),
      `bytes ${block}-${2 * block + 9}/*`,
      bytes.subarray(block, 2 * block + 10),
    );
    expect(ragged.headers.get('range')).toBe(`bytes=0-${2 * block - 1}`);
    expect(home.events).toHaveLength(before);
    const total = bytes.length;
    const last = await put(
      url(),
      `bytes ${2 * block}-${total - 1}/${total}`,
      bytes.subarray(2 * block),
    );
    expect(await last.json()).toMatchObject({ size: String(total) });
    expect(await read('chunks')).toEqual(bytes);
    expect(home.events).toHaveLength(before + 1);
  });

  it('passes over bytes it already has, and refuses a gap', async () => {
    const bytes = randomBytes(block + 10);
    const url = await startSession('overlap');
    await put(url(), `bytes 0-${block - 1}/*`, bytes.subarray(0, block));
    const gap = await put(url(), `bytes ${2 * block}-${2 * block + 9}/*`, bytes.subarray(0, 10));
    expect(gap.status).toBe(400);
    await put(url(), `bytes 100-${block + 9}/${block + 10}`, bytes.subarray(100));
    expect(await read('overlap')).toEqual(bytes);
  });

  it('goes on after its connection broke and the server was started anew', async () => {
    const bytes = randomBytes(5 * block + 77);
    const url = await startSession('broken');
    const upload = await sendStart(url(), bytes.subarray(0, 3 * block + 5), 3 * block);
    upload.destroy();
    expect(await stateOf(url())).toEqual([308, `bytes=0-${3 * block - 1}`]);

    await storage.stop();
    storage = await home.start();
    expect(await stateOf(url())).toEqual([308, `bytes=0-${3 * block - 1}`]);
    const rest = bytes.subarray(3 * block);
    const answer = await put(url(), `bytes ${3 * block}-*/${bytes.length}`, Buffer.from(rest));
    expect(await answer.json()).toMatchObject({ size: String(bytes.length) });
    expect(await read('broken')).toEqual(bytes);
  });

  it('is taken over by a client that comes back before the server has seen it leave', async () => {
    const bytes = randomBytes(2 * block);
    const url = await startSession('taken-over');
    const stuck = await sendStart(url(), bytes.subarray(0, block + 5), block);
    const answer = await put(url(), `bytes 0-${2 * block - 1}/${2 * block}`, bytes);
    expect(answer.status).toBe(200);
    expect(await read('taken-over')).toEqual(bytes);
    stuck.destroy();
  });

  it('is driven in chunks by the client library', async () => {
    const bytes = randomBytes(3 * block + 5);
    await storage.bucket.file('driven').save(bytes, { chunkSize: block });
    expect(await read('driven')).toEqual(bytes);
  });

  it('answers the finished object again, also after a restart', async () => {
    const url = await startSession('again');
    const first = await (await put(url(), undefined, Buffer.from('x'))).json();
    await storage.stop();
    storage = await home.start();
    const again = await put(url(), 'bytes */*');
    expect(again.status).toBe(200);
    expect((await again.json()) as object).toMatchObject({
      generation: (first as { generation: string }).generation,
    });
  });

  it('is finished by the question about its state when the size is all there', async () => {
    const url = await startSession('asked');
    await put(url(), `bytes 0-${block - 1}/*`, randomBytes(block));
    expect(await (await put(url(), `bytes */${block}`)).json()).toMatchObject({
      size: String(block),
    });
  });

  it('keeps the resource and the type that came at its start', async () => {
    const url = await startSession('typed', {
      headers: { 'x-upload-content-type': 'text/csv', 'x-upload-content-length': '1' },
      body: JSON.stringify({ metadata: { table: 'jobs' } }),
    });
    expect((await put(url(), 'bytes 0-1/2', Buffer.from('xy'))).status).toBe(400);
    const answer = await put(url(), 'bytes 0-0/1', Buffer.from('x'));
    expect(await answer.json()).toMatchObject({
      contentType: 'text/csv',
      metadata: { table: 'jobs' },
    });
  });

  it('leaves nothing when it is cancelled, or its bytes are not those that were meant', async () => {
    const cancelled = await startSession('nothing');
    await put(cancelled(), `bytes 0-${block - 1}/*`, randomBytes(block));
    expect((await fetch(cancelled(), { method: 'DELETE' })).status).toBe(499);
    expect((await stateOf(cancelled()))[0]).toBe(404);

    const wrong = await startSession('nothing');
    const answer = await fetch(wrong(), {
      method: 'PUT',
      body: 'x',
      headers: { 'x-goog-hash': 'crc32c=AAAAAA==' },
    });
    expect(answer.status).toBe(400);
    expect((await stateOf(wrong()))[0]).toBe(404);
    expect(existsSync(home.pathOf('nothing'))).toBe(false);
  });

  it('holds its preconditions when it starts and when it ends', async () => {
    const url = await startSession('late', {}, '&ifGenerationMatch=0');
    await storage.bucket.file('late').save('first');
    expect((await put(url(), undefined, Buffer.from('second'))).status).toBe(412);
    const early = await fetch(
      `${storage.url}/upload/storage/v1/b/drop/o?uploadType=resumable&name=late&ifGenerationMatch=0`,
      { method: 'POST' },
    );
    expect(early.status).toBe(412);
    expect((await read('late')).toString()).toBe('first');
  });

  it('of an unknown session is not found', async () => {
    const url = `${storage.url}/upload/storage/v1/b/drop/o?uploadType=resumable&upload_id=`;
    for (const id of ['unknown', '../../x'])
      expect((await put(url + id, undefined)).status).toBe(404);
  });
});

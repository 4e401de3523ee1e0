import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Bucket } from '@google-cloud/storage';
import { CRC32C, Storage } from '@google-cloud/storage';
import type { StartedStorage } from '../support/storage-home.ts';
import { makeStorageHome } from '../support/storage-home.ts';

const home = makeStorageHome();
let storage: StartedStorage;
let bucket: Bucket;

beforeAll(async () => {
  storage = await home.start({ buckets: ['drop', 'other'] });
  bucket = storage.bucket;
});

afterAll(() => home.remove());

const read = async (name: string) => (await bucket.file(name).download())[0].toString();
const api = (path: string, init?: RequestInit) => fetch(`${storage.url}/storage/v1${path}`, init);
const upload = (query: string, init: RequestInit) =>
  fetch(`${storage.url}/upload/storage/v1/b/drop/o?${query}`, { method: 'POST', ...init });

async function errorOf(answer: Response) {
  const { error } = (await answer.json()) as {
    error: { code: number; errors: [{ reason: string }] };
  };
  return { status: answer.status, code: error.code, reason: error.errors[0].reason };
}

describe('an object', () => {
  it.each([true, false])(
    'is a file in the folder of its bucket (resumable: %s)',
    async (resumable) => {
      const file = bucket.file(`saved/${resumable}.csv`);
      await file.save('id,name\n1,Ada\n', {
        resumable,
        metadata: { metadata: { mode: 'atomic' } },
      });

      expect(readFileSync(home.pathOf(file.name), 'utf8')).toBe('id,name\n1,Ada\n');
      expect(await read(file.name)).toBe('id,name\n1,Ada\n');
      const [metadata] = await bucket.file(file.name).getMetadata();
      expect(metadata).toMatchObject({
        bucket: 'drop',
        name: file.name,
        size: '14',
        contentType: 'text/csv',
        metadata: { mode: 'atomic' },
        metageneration: '1',
        md5Hash: createHash('md5').update('id,name\n1,Ada\n').digest('base64'),
        generation: expect.stringMatching(/^\d{16}$/),
      });
      expect(home.events.at(-1)).toEqual({ bucket: 'drop', object: metadata });
    },
  );

  it('is answered for under both base paths', async () => {
    await bucket.file('paths.txt').save('x');
    for (const base of ['', '/storage/v1', '/download/storage/v1']) {
      const answer = await fetch(`${storage.url}${base}/b/drop/o/paths.txt?alt=media`);
      expect(await answer.text()).toBe('x');
    }
  });

  it('reaches clients that only know STORAGE_EMULATOR_HOST', async () => {
    process.env.STORAGE_EMULATOR_HOST = storage.url;
    try {
      const file = new Storage({ projectId: 'test' }).bucket('drop').file('by-host.txt');
      await file.save('reached');
      expect((await file.download())[0].toString()).toBe('reached');
    } finally {
      delete process.env.STORAGE_EMULATOR_HOST;
    }
  });

  it('may be empty', async () => {
    await bucket.file('empty').save('');
    expect(await read('empty')).toBe('');
    expect(readFileSync(home.pathOf('empty'))).toHaveLength(0);
  });

  it('comes in ranges, up to its end', async () => {
    const file = bucket.file('digits');
    await file.save('0123456789');
    const range = async (options: object) => (await file.download(options))[0].toString();
    expect(await range({ start: 2, end: 4 })).toBe('234');
    expect(await range({ start: 7 })).toBe('789');
    const tail = await api('/b/drop/o/digits?alt=media', { headers: { range: 'bytes=-3' } });
    expect([tail.status, tail.headers.get('content-range')]).toEqual([206, 'bytes 7-9/10']);
    const past = await api('/b/drop/o/digits?alt=media', { headers: { range: 'bytes=10-' } });
    expect([past.status, past.headers.get('content-range')]).toEqual([416, 'bytes */10']);
  });

  it('says in headers what its bytes are', async () => {
    await bucket.file('headed.csv').save('abc', { metadata: { cacheControl: 'no-store' } });
    const { headers } = await api('/b/drop/o/headed.csv?alt=media');
    const crc32c = new CRC32C();
    crc32c.update(Buffer.from('abc'));
    const md5 = createHash('md5').update('abc').digest('base64');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/csv',
      'content-length': '3',
      'cache-control': 'no-store',
      etag: expect.any(String),
      'x-goog-hash': `crc32c=${crc32c},md5=${md5}`,
      'x-goog-generation': expect.stringMatching(/^\d+$/),
      'x-goog-metageneration': '1',
      'x-goog-stored-content-encoding': 'identity',
      'x-goog-stored-content-length': '3',
    });
  });

  it('has headers in any language', async () => {
    const contentDisposition = 'attachment; filename="Über-日本.csv"';
    await bucket.file('named').save('x', { metadata: { contentDisposition } });
    const { headers } = await api('/b/drop/o/named?alt=media');
    const header = headers.get('content-disposition') as string;
    expect(Buffer.from(header, 'latin1').toString()).toBe(contentDisposition);
  });

  it('is unpacked for clients that take no gzip, and only for them', async () => {
    const packed = gzipSync('unpacked');
    await bucket.file('packed').save(packed, { metadata: { contentEncoding: 'gzip' } });
    const accepting = (encoding: string) =>
      api('/b/drop/o/packed?alt=media', { headers: { 'accept-encoding': encoding } });
    const plain = await accepting('identity');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('x-goog-stored-content-encoding')).toBe('gzip');
    expect(await plain.text()).toBe('unpacked');
    const zipped = await accepting('gzip');
    expect(zipped.headers.get('content-length')).toBe(String(packed.length));
    expect(await read('packed')).toBe('unpacked');
    expect((await bucket.file('packed').download({ decompress: false }))[0]).toEqual(packed);
  });

  it('is gone with its file once it is deleted', async () => {
    await bucket.file('gone').save('x');
    await bucket.file('gone').delete();
    expect(existsSync(home.pathOf('gone'))).toBe(false);
    expect(await bucket.file('gone').exists()).toEqual([false]);
    expect(await errorOf(await api('/b/drop/o/gone'))).toEqual({
      status: 404,
      code: 404,
      reason: 'notFound',
    });
    await expect(bucket.file('gone').download()).rejects.toMatchObject({ code: 404 });
  });

  it('is read at the generation that was asked for, or not at all', async () => {
    const file = bucket.file('pinned');
    await file.save('first');
    const generation = file.metadata.generation as string;
    expect((await bucket.file('pinned', { generation }).download())[0].toString()).toBe('first');
    await file.save('second');
    await expect(bucket.file('pinned', { generation }).download()).rejects.toMatchObject({
      code: 404,
    });
    expect(BigInt(file.metadata.generation as string)).toBeGreaterThan(BigInt(generation));
  });
});

describe('the metadata of an object', () => {
  it('is merged by a patch, replaced by a put, and counted', async () => {
    const file = bucket.file('described');
    await file.save('x', { metadata: { contentType: 'a/b', metadata: { keep: '1', drop: '2' } } });
    const [patched] = await file.setMetadata({
      contentLanguage: 'es',
      metadata: { drop: null, add: '3' },
    });
    expect(patched).toMatchObject({
      contentType: 'a/b',
      contentLanguage: 'es',
      metadata: { keep: '1', add: '3' },
      metageneration: '2',
    });
    const put = await api('/b/drop/o/described', {
      method: 'PUT',
      body: JSON.stringify({ contentType: 'c/d' }),
    });
    const replaced = (await put.json()) as object;
    expect(replaced).toMatchObject({ contentType: 'c/d', metageneration: '3' });
    expect(replaced).not.toHaveProperty('metadata');
    expect(replaced).toMatchObject({ generation: patched.generation });
  });

  it.each([
    [{ temporaryHold: true }, 501],
    [{ acl: [{ entity: 'allUsers', role: 'READER' }] }, 501],
    [{ contentTypo: 'x' }, 400],
    [{ metadata: { n: 1 } }, 400],
    [{ contentType: 'a\nb' }, 400],
    [[], 400],
  ])('is refused when it is %j', async (body, status) => {
    await bucket.file('refused').save('x');
    const answer = await api('/b/drop/o/refused', { method: 'PATCH', body: JSON.stringify(body) });
    expect(answer.status).toBe(status);
  });
});

describe('a precondition', () => {
  it('lets one of 50 concurrent creators win', async () => {
    const attempts = Array.from({ length: 50 }, (_, index) =>
      bucket
        .file('contested')
        .save(`writer ${index}`, { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } })
        .then(() => index),
    );
    const outcomes = await Promise.allSettled(attempts);
    const winners = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(winners).toHaveLength(1);
    for (const { reason } of outcomes.filter((each) => each.status === 'rejected')) {
      expect(reason).toMatchObject({ code: 412 });
    }
    expect(await read('contested')).toBe(`writer ${winners[0]}`);
  });

  it('that fails is answered before a big body has passed, and the connection serves on', async () => {
    await bucket.file('occupied').save('x');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const boundary = 'b';
    const head = `--${boundary}\r\nContent-Type: application/json\r\n\r\n{}\r\n--${boundary}\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), Buffer.alloc(8_000_000)]);
    const post = (uploadType: string, type: string) =>
      new Promise((resolve, reject) => {
        const path = `/upload/storage/v1/b/drop/o?uploadType=${uploadType}&name=occupied&ifGenerationMatch=0`;
        request(storage.url + path, { method: 'POST', agent, headers: { 'content-type': type } })
          .on('response', (answer) => answer.resume().on('end', () => resolve(answer.statusCode)))
          .on('error', reject)
          .end(body);
      });
    for (const [uploadType, type] of [
      ['multipart', `multipart/related; boundary=${boundary}`],
      ['media', 'text/csv'],
      ['resumable', 'application/json'],
      ['media', 'text/csv'],
    ] as const) {
      expect(await post(uploadType, type)).toBe(uploadType === 'resumable' ? 400 : 412);
    }
    agent.destroy();
  });

  it('leaves one whole object of concurrent writers without one', async () => {
    const contents = Array.from({ length: 8 }, (_, index) => String(index).repeat(300_000));
    await Promise.all(
      contents.map((content, index) =>
        bucket.file('overwritten').save(content, { resumable: index % 2 === 0 }),
      ),
    );
    expect(contents).toContain(await read('overwritten'));
    expect(readFileSync(home.pathOf('overwritten'), 'utf8')).toBe(await read('overwritten'));
  });

  it.each([
    ['ifGenerationMatch={g}', 200, 200],
    ['ifGenerationMatch=1', 412, 412],
    ['ifGenerationNotMatch={g}', 304, 412],
    ['ifGenerationNotMatch=1', 200, 200],
    ['ifMetagenerationMatch={m}', 200, 200],
    ['ifMetagenerationMatch=77', 412, 412],
    ['ifMetagenerationNotMatch={m}', 304, 412],
    ['ifGenerationMatch=x', 400, 400],
  ])(
    '%s is held against the object, on reading and on writing',
    async (query, reading, writing) => {
      await bucket.file('conditional').save('x');
      const [{ generation, metageneration }] = await bucket.file('conditional').getMetadata();
      const filled = query
        .replace('{g}', String(generation))
        .replace('{m}', String(metageneration));
      for (const alt of ['json', 'media']) {
        const answer = await api(`/b/drop/o/conditional?alt=${alt}&${filled}`);
        expect(answer.status).toBe(reading);
        await answer.body?.cancel();
      }
      const write = await upload(`uploadType=media&name=conditional&${filled}`, { body: 'y' });
      expect(write.status).toBe(writing);
      expect(await read('conditional')).toBe(writing === 200 ? 'y' : 'x');
    },
  );

  it('by ETag is held too', async () => {
    await bucket.file('tagged').save('x');
    const etag = (await api('/b/drop/o/tagged')).headers.get('etag') as string;
    const get = (headers: Record<string, string>) => api('/b/drop/o/tagged', { headers });
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
    expect((await get({ 'if-match': etag })).status).toBe(200);
    expect((await get({ 'if-match': '"other"' })).status).toBe(412);
  });
});

describe('a checksum', () => {
  it.each([
    ['x-goog-hash', 'crc32c=AAAAAA=='],
    ['x-goog-hash', `md5=${Buffer.alloc(16).toString('base64')}`],
    ['content-md5', Buffer.alloc(16).toString('base64')],
  ])('in %s that the bytes do not have refuses them', async (header, value) => {
    const answer = await upload('uploadType=media&name=mismatch', {
      body: 'other bytes',
      headers: { [header]: value },
    });
    expect(await errorOf(answer)).toEqual({ status: 400, code: 400, reason: 'invalid' });
    expect(await bucket.file('mismatch').exists()).toEqual([false]);
  });

  it('in the resource of an upload is checked', async () => {
    const file = bucket.file('mismatch');
    const metadata = { crc32c: 'AAAAAA==' };
    for (const resumable of [true, false]) {
      await expect(file.save('x', { resumable, metadata })).rejects.toMatchObject({
        message: expect.stringContaining("doesn't match"),
      });
    }
    expect(existsSync(home.pathOf('mismatch'))).toBe(false);
  });
});

describe('a list', () => {
  const names = ['l/a.csv', 'l/b.csv', 'l/sub/1.csv', 'l/sub/2.csv', 'l/z.csv'];

  beforeAll(async () => {
    for (const name of names) await bucket.file(name).save('x', { resumable: false });
  });

  it('is paged by the client, with prefixes', async () => {
    const found: string[] = [];
    const prefixes: string[] = [];
    let query: object | null = { prefix: 'l/', delimiter: '/', maxResults: 2, autoPaginate: false };
    while (query !== null) {
      const [files, next, answer]: [{ name: string }[], object | null, { prefixes?: string[] }] =
        (await bucket.getFiles(query)) as never;
      found.push(...files.map(({ name }) => name));
      prefixes.push(...(answer.prefixes ?? []));
      query = next;
    }
    expect(found).toEqual(['l/a.csv', 'l/b.csv', 'l/z.csv']);
    expect(prefixes).toEqual(['l/sub/']);
  });

  it('keeps to its offsets', async () => {
    const [files] = await bucket.getFiles({
      prefix: 'l/',
      startOffset: 'l/b.csv',
      endOffset: 'l/z.csv',
    });
    expect(files.map(({ name }) => name)).toEqual(['l/b.csv', 'l/sub/1.csv', 'l/sub/2.csv']);
  });

  it('holds no more than the fields that were asked for', async () => {
    const answer = await api('/b/drop/o?prefix=l/a&fields=items(name,size)');
    expect(await answer.json()).toEqual({ items: [{ name: 'l/a.csv', size: '1' }] });
  });
});

describe('copies', () => {
  it('take the bytes and the metadata along, into another bucket too', async () => {
    await bucket.file('origin').save('bytes', { metadata: { metadata: { a: '1' } } });
    const other = new Storage({ apiEndpoint: storage.url, projectId: 'test' }).bucket('other');
    const [copy] = await bucket.file('origin').copy(other.file('copies/one'));
    expect((await copy.download())[0].toString()).toBe('bytes');
    expect((await other.file('copies/one').getMetadata())[0]).toMatchObject({
      metadata: { a: '1' },
    });
    const old = await api('/b/drop/o/origin/copyTo/b/other/o/copies%2Ftwo', {
      method: 'POST',
      body: JSON.stringify({ contentType: 'text/new' }),
    });
    const replaced = await old.json();
    expect(replaced).toMatchObject({ name: 'copies/two', contentType: 'text/new' });
    expect(replaced).not.toHaveProperty('metadata');
  });

  it('can be of an object onto itself, and made only if nothing is there', async () => {
    const file = bucket.file('self');
    await file.save('same');
    await file.copy('self');
    expect(await read('self')).toBe('same');
    await expect(
      file.copy('self', { preconditionOpts: { ifGenerationMatch: 0 } }),
    ).rejects.toMatchObject({ code: 412 });
  });

  it('of several objects into one are composed', async () => {
    for (const part of ['1', '2', '3']) await bucket.file(`part${part}`).save(`<${part}>`);
    await bucket.combine(['part1', 'part2', 'part3'], 'whole.txt');
    expect(await read('whole.txt')).toBe('<1><2><3>');
    const [metadata] = await bucket.file('whole.txt').getMetadata();
    expect(metadata).toMatchObject({ componentCount: 3, contentType: 'text/plain' });
    expect(metadata).not.toHaveProperty('md5Hash');
    await expect(bucket.combine(['part1', 'absent'], 'none')).rejects.toMatchObject({ code: 404 });
    expect(await bucket.file('none').exists()).toEqual([false]);
  });
});

describe('a name', () => {
  it.each([
    'with space.csv',
    'ünïcödé/日本語.csv',
    'per%cent%2F.csv',
    'a+b&c=d?e#f.csv',
    '../../escape.csv',
    'x/../y.csv',
    '/absolute.csv',
    'folder/',
    'double//slash.csv',
    '.hidden.csv',
    'backup.csv~',
    'nul\0byte.csv',
    'quotes\'".csv',
    '{curly}[square](round)*.csv',
    '\u{1F600}.csv',
  ])('%j is an object like any other', async (name) => {
    await bucket.file(name).save(`content of ${name}`);
    expect(await read(name)).toBe(`content of ${name}`);
    const [files] = await bucket.getFiles({ prefix: name });
    expect(files.map((file) => file.name)).toEqual([name]);
    await bucket.file(name).delete();
    expect(await bucket.file(name).exists()).toEqual([false]);
    expect(existsSync(`${home.folder}/escape.csv`)).toBe(false);
  });

  it.each(['.', '..', 'line\nbreak', 'x'.repeat(1025), 'x'.repeat(256)])(
    '%j is refused',
    async (name) => {
      const answer = await upload(`uploadType=media&name=${encodeURIComponent(name)}`, {
        body: 'x',
      });
      expect((await errorOf(answer)).status).toBe(400);
    },
  );

  it('can not be that of a folder of other objects, nor below an object', async () => {
    await bucket.file('tree/leaf').save('x');
    for (const name of ['tree', 'tree/leaf/deeper']) {
      const answer = await upload(`uploadType=media&name=${encodeURIComponent(name)}`, {
        body: 'x',
      });
      expect((await errorOf(answer)).status).toBe(409);
    }
    await bucket.file('tree/leaf').delete();
    await bucket.file('tree').save('now a leaf');
    expect(await read('tree')).toBe('now a leaf');
  });
});

describe('buckets', () => {
  it('are made, listed and deleted, once they are empty', async () => {
    const client = new Storage({ apiEndpoint: storage.url, projectId: 'test' });
    const [made] = await client.createBucket('made-here', { location: 'europe-west1' });
    expect((await made.getMetadata())[0]).toMatchObject({
      name: 'made-here',
      location: 'europe-west1',
    });
    await expect(client.createBucket('made-here')).rejects.toMatchObject({ code: 409 });
    expect((await client.getBuckets())[0].map(({ name }) => name)).toEqual([
      'drop',
      'made-here',
      'other',
    ]);
    await made.file('sub/x').save('x');
    await expect(made.delete()).rejects.toMatchObject({ code: 409 });
    await made.file('sub/x').delete();
    await made.delete();
    expect(await made.exists()).toEqual([false]);
    await expect(made.delete()).rejects.toMatchObject({ code: 404 });
  });

  it.each(['Upper', 'a', '../up', '.uploads', '1.2.3.4'])('are not named %s', async (name) => {
    const answer = await api('/b?project=p', { method: 'POST', body: JSON.stringify({ name }) });
    expect(answer.status).toBe(400);
  });
});

describe('what is not supported', () => {
  it.each([
    ['GET', '/b/drop/iam', {}],
    ['GET', '/b/drop/o/x/acl', {}],
    ['GET', '/b/drop/o?softDeleted=true', {}],
    ['GET', '/b/drop/o?matchGlob=*.csv', {}],
    ['GET', '/b/drop/o/x', { 'x-goog-encryption-algorithm': 'AES256' }],
    ['POST', '/b?predefinedAcl=private', {}],
    ['GET', '/projects/p/serviceAccount', {}],
    ['PATCH', '/b/drop', {}],
  ])('is refused by name: %s %s', async (method, path, headers) => {
    const answer = await api(path, { method, headers });
    expect(await errorOf(answer)).toMatchObject({ status: 501, reason: 'notImplemented' });
  });

  it('is refused for uploads too', async () => {
    const body = 'x';
    expect((await upload('uploadType=media&name=x&kmsKeyName=k', { body })).status).toBe(501);
    const packed = { 'content-encoding': 'gzip' };
    expect((await upload('uploadType=media&name=x', { body, headers: packed })).status).toBe(501);
    const batch = await fetch(`${storage.url}/batch/storage/v1`, { method: 'POST', body });
    expect(batch.status).toBe(501);
    expect((await upload('uploadType=other&name=x', { body })).status).toBe(400);
    expect((await upload('uploadType=media', { body })).status).toBe(400);
  });
});

describe('a port that is taken', () => {
  it('is named', async () => {
    const { port } = new URL(storage.url);
    await expect(home.start({ port: Number(port) })).rejects.toThrow(port);
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { Storage } from '@google-cloud/storage';
import { storageSetStore } from '../../../shared/src/adapters/storage/set-store.ts';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import type { SetStore } from '../../../shared/src/domain/backup/set-store.ts';
import { type FaultyStorage, openFaultyStorage } from '../../support/faulty-storage.ts';
import { makeStorageHome, type StartedStorage } from '../../support/storage-home.ts';

async function* pieces(content: Buffer, size = 700_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

describe('the store of sets', () => {
  const home = makeStorageHome();
  let storage: StartedStorage;
  let faulty: FaultyStorage;
  let store: SetStore;

  beforeAll(async () => {
    storage = await home.start();
    faulty = await openFaultyStorage(storage.url);
    const retryOptions = { autoRetry: true, maxRetries: 3, retryDelayMultiplier: 1 };
    store = storageSetStore(
      new Storage({ apiEndpoint: faulty.url, projectId: 'test', retryOptions }),
      'drop',
    );
  });

  beforeEach(() => faulty.choose(() => undefined));

  afterAll(async () => {
    await faulty.close();
    await home.remove();
  });

  it('says of what it wrote generation, size and hashes, and reads it back', async () => {
    const content = randomBytes(9_000_000);
    const written = await store.write('a/big.avro', 'application/avro', pieces(content));
    const [listed] = await store.list('a/');
    expect(written).toEqual({
      generation: listed?.generation,
      bytes: content.length,
      crc32c: listed?.crc32c,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(listed).toMatchObject({ name: 'a/big.avro', bytes: content.length });
    const read = await gather(store.read({ name: 'a/big.avro', ...written }));
    expect(read.equals(content)).toBe(true);
  });

  it('goes on where a connection broke off, in writing and in reading', async () => {
    const content = randomBytes(18_000_000);
    let failures = 1;
    faulty.choose((method, path) => {
      const isPortion = method === 'PUT' && path.includes('upload_id');
      return isPortion && failures-- > 0 ? { kind: 'status', status: 503 } : undefined;
    });
    const written = await store.write('b/big.avro', 'application/avro', pieces(content));
    expect(failures).toBeLessThan(0);
    let cuts = 2;
    faulty.choose((_, path) =>
      path.includes('alt=media') && cuts-- > 0 ? { kind: 'cut', afterBytes: 4_000_000 } : undefined,
    );
    const read = await gather(store.read({ name: 'b/big.avro', ...written }));
    expect(read.equals(content)).toBe(true);
  });

  it('never writes over an object, and says that it is there', async () => {
    await store.write('c/one.avro', 'application/avro', pieces(Buffer.from('first')));
    await expect(
      store.write('c/one.avro', 'application/avro', pieces(Buffer.from('second'))),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('c/one.avro') });
    const [object] = await store.list('c/');
    expect(object && (await store.readText(object))).toBe('first');
  });

  it('leaves nothing of an object whose source fails, and throws the reason', async () => {
    const reason = new AppError('unavailable', 'The database went away.');
    async function* broken() {
      yield randomBytes(9_000_000);
      throw reason;
    }
    await expect(store.write('d/one.avro', 'application/avro', broken())).rejects.toBe(reason);
    expect(await store.list('d/')).toEqual([]);
  });

  it('reads the generation that is named, or says that it is gone', async () => {
    const first = await store.writeText('e/progress.json', '1', null);
    const second = await store.writeText('e/progress.json', '2', first);
    const name = 'e/progress.json';
    expect(await store.readText({ name, generation: second })).toBe('2');
    expect(await store.readText({ name, generation: first })).toBeNull();
    await expect(gather(store.read({ name, generation: first, bytes: 1 }))).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(store.writeText(name, '3', first)).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.writeText(name, '3', null)).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.remove(name, first)).toBe(false);
    expect(await store.remove(name, second)).toBe(true);
    expect(await store.remove(name, second)).toBe(false);
    await expect(store.writeText(name, '3', second)).rejects.toMatchObject({ code: 'conflict' });
  });
});

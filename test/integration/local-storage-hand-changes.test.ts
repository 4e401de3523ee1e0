import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StartedStorage, StorageHome } from '../support/storage-home.ts';
import { makeStorageHome } from '../support/storage-home.ts';

let home: StorageHome;
let storage: StartedStorage;

beforeEach(async () => {
  home = makeStorageHome();
  storage = await home.start();
});

afterEach(() => home.remove());

function put(name: string, content: string) {
  mkdirSync(dirname(home.pathOf(name)), { recursive: true });
  writeFileSync(home.pathOf(name), content);
}

const read = async (name: string) => (await storage.bucket.file(name).download())[0].toString();
const exists = async (name: string) => (await storage.bucket.file(name).exists())[0];

/** Waits until a question has the answer; a test's time limit is the limit. */
async function until(ask: () => Promise<boolean> | boolean) {
  while (!(await ask())) await sleep(20);
}

/** Puts a last file and waits for it, so that whatever was to come before it has come. */
async function settle() {
  const count = home.events.length;
  put('settle-mark', String(count));
  await until(() => home.events.slice(count).some(({ object }) => object.name === 'settle-mark'));
  return home.events.map(({ object }) => object.name).filter((name) => name !== 'settle-mark');
}

describe('a file copied into the folder of a bucket', () => {
  it('becomes an object with one event, in new folders too', async () => {
    put('new.csv', 'id\n1\n');
    put('deep/in/folders/x y.csv', 'id\n2\n');
    await home.finalized(2);
    expect((await settle()).sort()).toEqual(['deep/in/folders/x y.csv', 'new.csv']);
    expect(await read('deep/in/folders/x y.csv')).toBe('id\n2\n');
    expect(home.events.find(({ object }) => object.name === 'new.csv')?.object).toMatchObject({
      bucket: 'drop',
      contentType: 'text/csv',
      size: '5',
      crc32c: expect.any(String),
      md5Hash: expect.any(String),
    });
    expect(await settle()).toHaveLength(2);
  });

  it('becomes an object in a bucket that was just made, too', async () => {
    await storage.bucket.storage.createBucket('made-later');
    const { folder } = home;
    writeFileSync(join(folder, 'buckets', 'made-later', 'x'), 'x');
    await home.finalized(1);
    expect(home.events[0]).toMatchObject({ bucket: 'made-later', object: { name: 'x' } });
    mkdirSync(join(folder, 'buckets', 'made-later', 'sub'));
    writeFileSync(join(folder, 'buckets', 'made-later', 'sub', 'y'), 'y');
    expect(await home.finalized(2)).toEqual(['x', 'sub/y']);
  });

  it('over an object is its next generation', async () => {
    await storage.bucket.file('x.csv').save('by upload', { metadata: { metadata: { a: '1' } } });
    const { generation } = (await storage.bucket.file('x.csv').getMetadata())[0];
    writeFileSync(join(home.folder, 'source'), 'by hand');
    copyFileSync(join(home.folder, 'source'), home.pathOf('x.csv'));
    await home.finalized(2);
    const [metadata] = await storage.bucket.file('x.csv').getMetadata();
    expect(BigInt(metadata.generation as string)).toBeGreaterThan(BigInt(generation as string));
    expect(metadata).not.toHaveProperty('metadata');
    expect(await read('x.csv')).toBe('by hand');
    await expect(
      storage.bucket.file('x.csv', { generation: generation as string }).download(),
    ).rejects.toMatchObject({ code: 404 });
  });

  it('while nothing runs is found at the next start, changed ones and new ones', async () => {
    await storage.bucket.file('kept').save('kept');
    await storage.bucket.file('changed').save('before');
    await storage.bucket.file('removed').save('gone');
    await storage.stop();
    put('changed', 'after, by hand');
    put('sub/new.csv', 'new');
    rmSync(home.pathOf('removed'));
    storage = await home.start();
    await home.finalized(5);
    expect((await settle()).slice(3).sort()).toEqual(['changed', 'sub/new.csv']);
    expect(await read('changed')).toBe('after, by hand');
    expect(await exists('removed')).toBe(false);
    expect(await read('kept')).toBe('kept');
  });

  it('is taken when the copy has ended, not while it pauses', async () => {
    const file = await open(home.pathOf('slow.csv'), 'w');
    await file.write('first half,');
    expect(await settle()).toEqual([]);
    await file.write('second half');
    expect(await settle()).toEqual([]);
    await file.close();
    await home.finalized(3);
    expect(await settle()).toEqual(['slow.csv']);
    expect(await read('slow.csv')).toBe('first half,second half');
  });

  it('is taken once while it grows in steps that nobody holds open', async () => {
    for (let step = 0; step < 10; step++) {
      appendFileSync(home.pathOf('grows.csv'), `${step}\n`);
      await sleep(60);
    }
    expect(await settle()).toEqual(['grows.csv']);
    expect(await read('grows.csv')).toHaveLength(20);
  });

  it('is passed over when it is hidden, a backup copy or a link, and has no event', async () => {
    put('.x.csv.swp', 'x');
    put('x.csv~', 'x');
    put('.git/config', 'x');
    mkdirSync(join(home.folder, 'outside'));
    writeFileSync(join(home.folder, 'outside', 'secret'), 'secret');
    symlinkSync(join(home.folder, 'outside'), home.pathOf('linked'));
    symlinkSync(join(home.folder, 'outside', 'secret'), home.pathOf('secret'));
    expect(await settle()).toEqual([]);
    const [files] = await storage.bucket.getFiles();
    expect(files.map(({ name }) => name)).toEqual(['settle-mark']);
    await expect(storage.bucket.file('linked/x').save('x')).rejects.toMatchObject({ code: 409 });
  });

  it('is not overwritten by those who mean to create', async () => {
    await storage.stop();
    put('mine.csv', 'by hand');
    storage = await home.start();
    const created = storage.bucket
      .file('mine.csv')
      .save('by upload', { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } });
    await expect(created).rejects.toMatchObject({ code: 412 });
    await home.finalized(1);
    expect(await read('mine.csv')).toBe('by hand');
  });
});

describe('a file that a hand removes or moves', () => {
  it('is no object any more, nor are those of a removed folder', async () => {
    for (const name of ['a', 'f/1', 'f/g/2', 'm/3', 'm/n/4'])
      await storage.bucket.file(name).save(name);
    rmSync(home.pathOf('a'));
    rmSync(home.pathOf('f'), { recursive: true });
    renameSync(home.pathOf('m'), home.pathOf('moved'));
    await until(async () => (await storage.bucket.getFiles())[0].length === 2);
    const [files] = await storage.bucket.getFiles();
    expect(files.map(({ name }) => name)).toEqual(['moved/3', 'moved/n/4']);
    put('m/3', 'again');
    await until(() => exists('m/3'));
    expect(await read('moved/n/4')).toBe('m/n/4');
  });

  it.each([
    ['cut short', ': >'],
    ['written over', "head -c 40000000 /dev/zero | tr '\\0' b >"],
  ])('is never read as the generation it was, when it is %s meanwhile', async (_, command) => {
    const file = storage.bucket.file('big');
    await file.save(Buffer.alloc(40_000_000, 'a'));
    const [{ generation }] = await file.getMetadata();
    const received: Buffer[] = [];
    const stream = storage.bucket
      .file('big', { generation: generation as string })
      .createReadStream({ validation: false });
    const reading = (async () => {
      for await (const piece of stream) {
        if (received.length === 0) {
          execFileSync('sh', ['-c', `${command} '${home.pathOf('big')}'`]);
        }
        received.push(piece);
      }
    })();
    await expect(reading).rejects.toThrow();
    expect(Buffer.concat(received).includes('b')).toBe(false);
  });
});

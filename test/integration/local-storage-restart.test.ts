import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Storage } from '@google-cloud/storage';
import type { StorageHome } from '../support/storage-home.ts';
import { makeStorageHome } from '../support/storage-home.ts';

const server = join(import.meta.dirname, '..', 'fixtures', 'local-storage-server.ts');

let home: StorageHome;
let child: ChildProcess | undefined;

beforeEach(() => {
  home = makeStorageHome();
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await home.remove();
});

async function spawnServer() {
  const started = spawn(process.execPath, [server, home.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  child = started;
  const [url] = await once(createInterface({ input: started.stdout }), 'line');
  const retryOptions = { autoRetry: false };
  const client = new Storage({ apiEndpoint: url, projectId: 'test', retryOptions });
  return { bucket: client.bucket('drop'), process: started };
}

const readEvents = (): { name: string; generation: string; md5Hash: string }[] =>
  readFileSync(join(home.folder, 'events'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('a restart', () => {
  it('keeps every object with its generation and metadata, and fires nothing anew', async () => {
    const first = await home.start({ buckets: ['drop', 'other'] });
    const names = ['a.csv', 'deep/b.csv', 'folder/', '.hidden', 'ü'];
    for (const name of names) {
      await first.bucket.file(name).save(name, { metadata: { metadata: { of: 'mine' } } });
    }
    await first.bucket.file('a.csv').setMetadata({ metadata: { more: '1' } });
    const describeAll = async () =>
      Promise.all(
        (await second.bucket.getFiles())[0].map(async (file) => {
          const { selfLink: _, mediaLink: __, ...rest } = (await file.getMetadata())[0];
          return rest;
        }),
      );
    let second = first;
    const before = await describeAll();
    await first.stop();
    second = await home.start();
    expect(await describeAll()).toEqual(before);
    expect(home.events).toHaveLength(names.length);
    expect((await second.bucket.storage.getBuckets())[0].map(({ name }) => name)).toEqual([
      'drop',
      'other',
    ]);
    await second.bucket.file('a.csv').save('newer');
    const newer = home.events.at(-1)?.object.generation as string;
    for (const { generation } of before)
      expect(BigInt(newer)).toBeGreaterThan(BigInt(generation as string));
  });

  it('hands over again what could not be handed over', async () => {
    let isBroken = true;
    const onFinalized = async () => {
      if (isBroken) throw new Error('The journal is full.');
    };
    const first = await home.start({ onFinalized });
    const save = first.bucket.file('x').save('x', { resumable: false });
    await expect(save).rejects.toMatchObject({ code: 500 });
    await first.stop();
    isBroken = false;
    await home.start();
    expect(await home.finalized(1)).toEqual(['x']);
  });

  it('passes over what a power cut left half written', async () => {
    const first = await home.start();
    await first.bucket.file('x').save('x');
    await first.stop();
    const sidecars = join(home.folder, 'storage', 'drop', 'objects');
    writeFileSync(join(sidecars, readdirSync(sidecars)[0] as string), '');
    const second = await home.start();
    await home.finalized(2);
    expect((await second.bucket.file('x').download())[0].toString()).toBe('x');
  });
});

describe('a server killed at any instant', () => {
  it('shows whole objects only, and every answered upload has its event', async () => {
    const answered = new Set<string>();
    for (let round = 0; round < 8; round++) {
      const { bucket, process: running } = await spawnServer();
      const uploads = Array.from({ length: 12 }, async (_, index) => {
        const name = `object${index % 4}`;
        const content = `${round}-${index};`.repeat(20_000 * (1 + (index % 3)));
        await bucket.file(name).save(content, { resumable: index % 2 === 0 });
        answered.add(`${name} ${createHash('md5').update(content).digest('base64')}`);
      });
      await Promise.any(uploads);
      await sleep(round * 5);
      running.kill('SIGKILL');
      await Promise.allSettled([...uploads, once(running, 'exit')]);
    }

    const { bucket } = await spawnServer();
    const [files] = await bucket.getFiles();
    for (const file of files) {
      const [content] = await file.download();
      expect(String(content)).toMatch(/^(\d+-\d+;)\1*$/);
      expect(String(content).length % 20_000).toBe(0);
      expect(file.metadata.md5Hash).toBe(createHash('md5').update(content).digest('base64'));
    }
    const events = readEvents();
    const announced = new Set(events.map(({ name, md5Hash }) => `${name} ${md5Hash}`));
    expect(answered.size).toBeGreaterThan(0);
    for (const upload of answered) expect(announced).toContain(upload);
    const generations = events.map(({ generation }) => generation);
    for (const file of files) expect(generations).toContain(file.metadata.generation);
    expect(readdirSync(join(home.folder, 'buckets', '.uploads'))).not.toContainEqual(
      expect.stringMatching(/tmp$/),
    );
  });
});

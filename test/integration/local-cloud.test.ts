import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Bucket, Storage } from '@google-cloud/storage';
import { jest } from '@jest/globals';
import type { Endpoints } from '../../scripts/local/endpoints.ts';
import { createDropRecord, type DropRecord } from '../support/drop-record.ts';
import {
  eventually,
  interrupt,
  makeHome,
  type RunningStart,
  signAsService,
  startLocalCloud,
} from '../support/local-cloud.ts';

// Each test starts whole clouds, on machines that may be busy.
jest.setTimeout(180_000);

const functions = join(import.meta.dirname, '..', 'fixtures', 'local-functions');

describe('the local cloud', () => {
  const [home, notes, other] = [makeHome(), makeHome(), makeHome()];
  let record: DropRecord;
  let start: RunningStart;
  let endpoints: Endpoints;
  let bucket: Bucket;
  let headers: Record<string, string>;
  const begin = (folder: string, ...args: string[]) =>
    startLocalCloud(folder, args, {
      CUTOVER_FUNCTIONS: functions,
      SECRET_OF_THE_HOST: 'mine',
      ...record.environment,
    });
  const pendingEvents = () =>
    readdirSync(join(home.folder, 'events')).filter((name) => name.endsWith('.json'));
  const drop = (name: string) => bucket.file(name).save('id,name\n1,a\n');

  beforeAll(async () => {
    record = createDropRecord(notes.folder);
    start = begin(home.folder, '--port', '0', '--no-data');
    endpoints = await start.ready();
    headers = { authorization: `Bearer ${signAsService(home.folder, endpoints)}` };
    const storage = new Storage({ apiEndpoint: endpoints.storage, projectId: endpoints.project });
    bucket = storage.bucket(endpoints.buckets.drop);
  });
  afterAll(async () => {
    await interrupt(start);
    for (const each of [home, notes, other]) each.remove();
  });

  it('says that every part answers', async () => {
    const answer = await fetch(`${endpoints.gateway}/health`, { headers });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: 'ok',
      parts: {
        mysql: 'ok',
        storage: 'ok',
        bigquery: 'ok',
        'show-request': 'ok',
        'take-drop': 'ok',
      },
    });
  });

  it('passes a request to the function that its path belongs to, whole', async () => {
    const answer = await fetch(`${endpoints.gateway}/show/a%20b?year=2021`, {
      method: 'PUT',
      body: 'corps ñ',
      headers: { 'x-request-id': 'mine', 'content-type': 'text/plain' },
    });
    expect(answer.headers.get('x-shown')).toBe('yes');
    expect(answer.headers.get('x-request-id')).toBe('mine');
    expect(await answer.json()).toMatchObject({
      method: 'PUT',
      url: '/show/a%20b?year=2021',
      body: 'corps ñ',
      database: 'hr',
      headers: { 'x-request-id': 'mine', 'x-forwarded-for': '127.0.0.1' },
    });
  });

  it('signs a function in to the database as a user of its own, and people as another one', async () => {
    const answer = await fetch(`${endpoints.gateway}/show`);
    expect(await answer.json()).toMatchObject({ databaseUser: 'cutover-show-request' });
    expect(endpoints.mysql.user).toBe('cutover');
    const passwords = join(home.folder, 'mysql-users.json');
    expect(statSync(passwords).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(readFileSync(passwords, 'utf8')))).toEqual([
      'cutover-show-request',
    ]);
  });

  it('loses none of many small requests with a body', async () => {
    const statuses = new Set<number>();
    for (let sent = 0; sent < 200; sent += 1) {
      const answer = await fetch(`${endpoints.gateway}/show`, { method: 'POST', body: 'small' });
      await answer.text();
      statuses.add(answer.status);
    }
    expect([...statuses]).toEqual([200]);
  });

  it('gives a function nothing of the environment of this machine', async () => {
    const answer = await fetch(`${endpoints.gateway}/show`);
    expect(await answer.json()).toMatchObject({ secret: null });
  });

  it('answers a path that no function serves with a problem', async () => {
    const answer = await fetch(`${endpoints.gateway}/nowhere`, { headers });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code: 'not-found',
      detail: 'No function serves /nowhere; /openapi.json lists what there is.',
      request_id: answer.headers.get('x-request-id'),
    });
  });

  it('answers for a function that dies, and starts it again', async () => {
    const answer = await fetch(`${endpoints.gateway}/show/die`);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ code: 'no-answer' });
    expect((await fetch(`${endpoints.gateway}/show`)).status).toBe(200);
  });

  it('answers for a function that takes longer than its timeout', async () => {
    const answer = await fetch(`${endpoints.gateway}/show/slow`);
    expect(answer.status).toBe(504);
    expect(await answer.json()).toMatchObject({ detail: 'show-request gave no answer in 2 s.' });
  });

  it('hands a dropped object to the function that subscribes to the bucket', async () => {
    await drop('incoming/año 1%.csv');
    await record.awaitEntry('taken', 'incoming/año 1%.csv');
    await eventually('an empty journal', () => (pendingEvents().length === 0 ? true : undefined));
  });

  it('runs one drop at a time in an instance, and two instances at most', async () => {
    const names = ['held-1', 'held-2', 'held-3', 'held-4'];
    await Promise.all(names.map(drop));
    const begun = () => record.entries().filter(({ name }) => names.includes(name));
    await eventually('two at work', () => (begun().length === 2 ? true : undefined));
    expect(pendingEvents()).toHaveLength(4);
    expect((await fetch(`${endpoints.gateway}/health`)).status).toBe(200);
    record.letGo();
    await Promise.all(names.map((name) => record.awaitEntry('taken', name)));
    expect(new Set(begun().map(({ pid }) => pid)).size).toBe(2);
    rmSync(`${record.environment.RECORD_FILE}.go`);
  });

  it('hands a drop over again when the function is killed over it', async () => {
    await drop('held-and-killed');
    const { pid } = await record.awaitEntry('begun', 'held-and-killed');
    process.kill(pid, 'SIGKILL');
    const again = await record.awaitEntry('begun', 'held-and-killed', 2);
    expect(again.pid).not.toBe(pid);
    record.letGo();
    await record.awaitEntry('taken', 'held-and-killed');
    expect(start.output()).toContain('take-drop: an instance ended by itself');
  });

  it('refuses a second start in the same home, and names the first', async () => {
    const second = begin(home.folder, '--port', '0');
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`as process ${endpoints.pid}. Stop that one`);
  });

  it('names a port that is taken, and what to do', async () => {
    const port = new URL(endpoints.gateway).port;
    const second = begin(other.folder, '--port', port);
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(
      `Port ${port} of 127.0.0.1 is taken. Choose another with --port, or free it.\n`,
    );
  });

  it('refuses a folder of data that holds none before it starts anything', async () => {
    const before = readdirSync(other.folder);
    const second = begin(other.folder, '--port', '0', '--data', other.folder);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('This folder holds no CSV file');
    expect(readdirSync(other.folder)).toEqual(before);
  });
});

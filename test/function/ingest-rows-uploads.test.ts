import { dropBucket } from '../support/drop-zone.ts';
import { type CallJson, jsonCaller } from '../support/json-caller.ts';
import { openRowsZone, type RowsZone } from '../support/rows-zone.ts';
import { countsOf, rowsOf } from '../support/zone-words.ts';

interface Begun {
  readonly upload_url: string;
  readonly object: string;
  readonly expires_at: string;
  readonly loads: string;
}

describe('POST /ingest/uploads', () => {
  let zone: RowsZone;
  let call: CallJson;

  beforeAll(async () => {
    zone = await openRowsZone();
    call = jsonCaller(zone.url);
  });

  afterAll(() => zone.close());

  beforeEach(async () => {
    for (const table of ['jobs', 'cutover_reject', 'cutover_load']) {
      await zone.query(`DELETE FROM ${table}`);
    }
  });

  async function begin(body: object): Promise<Begun> {
    const answer = await call('POST', '/ingest/uploads', body);
    expect(answer.status).toBe(201);
    return answer.body as Begun;
  }

  /** Loads the object as its event would have it loaded. */
  async function loadUploaded(name: string) {
    const [{ generation, size, metadata }] = await zone.storage
      .bucket(dropBucket)
      .file(name)
      .getMetadata();
    return zone.load({
      bucket: dropBucket,
      name,
      generation: String(generation),
      sizeBytes: Number(size),
      metadata: metadata as Record<string, string>,
    });
  }

  it('gives an address that takes the file whole, and where its load is seen', async () => {
    const { upload_url, object, expires_at, loads } = await begin({ table: 'jobs' });
    expect(object).toMatch(/^jobs\/\d{8}T\d{6}Z-[0-9a-f-]{36}\.csv$/);
    expect(Date.parse(expires_at)).toBeGreaterThan(Date.now() + 6 * 24 * 3600 * 1000);
    expect(await call('GET', loads)).toMatchObject({ status: 200, body: { items: [] } });
    const put = await fetch(upload_url, { method: 'PUT', body: 'id,title\n1,Nurse\n2,\n' });
    expect(put.status).toBe(200);
    const load = await loadUploaded(object);
    expect(countsOf(load)).toBe('read 2, inserted 1, rejected 1');
    expect(await call('GET', loads)).toMatchObject({
      body: { items: [{ load_id: load.id, table: 'jobs', progress: { percent: 100 } }] },
    });
  });

  it('takes the file in parts, and goes on where it was broken off', async () => {
    const block = 256 * 1024;
    const lines = Array.from({ length: 40_000 }, (_, at) => `${at + 1},Job number ${at}\n`);
    const bytes = Buffer.from(`id,job\n${lines.join('')}`);
    const { upload_url, object } = await begin({ table: 'jobs', size_bytes: bytes.length });
    const send = (from: number, to: number) =>
      fetch(upload_url, {
        method: 'PUT',
        headers: { 'content-range': `bytes ${from}-${to - 1}/${bytes.length}` },
        body: bytes.subarray(from, to),
      });
    expect((await send(0, block)).status).toBe(308);
    const asked = await fetch(upload_url, {
      method: 'PUT',
      headers: { 'content-range': `bytes */${bytes.length}` },
    });
    expect([asked.status, asked.headers.get('range')]).toEqual([308, `bytes=0-${block - 1}`]);
    expect((await send(block, bytes.length)).status).toBe(200);
    expect(countsOf(await loadUploaded(object))).toBe('read 40000, inserted 40000');
  });

  it('loads with the options that were given, whatever the file is called', async () => {
    const { upload_url, object } = await begin({
      table: 'JOBS',
      file_name: '../fixed/departments/Our jobs, ä.CSV.gz',
      mode: 'atomic',
      conflict: 'update',
      dry_run: true,
      entity_id: 17,
      max_rejects: 3,
      max_reject_ratio: 1e-7,
      header: 'present',
      encoding: 'utf-8',
      delimiter: ';',
    });
    expect(object).toMatch(/^jobs\/\d{8}T\d{6}Z-Our-jobs-[0-9a-f-]{36}\.csv\.gz$/);
    await fetch(upload_url, { method: 'PUT', body: 'id;title\n1;Nurse\n' });
    const load = await loadUploaded(object);
    expect([load.state, load.error]).toEqual(['done', null]);
    expect(load.plan).toMatchObject({
      table: 'jobs',
      mode: 'atomic',
      conflict: 'update',
      dryRun: true,
      entity: 17,
      maxRejects: 3,
      maxRejectRatio: 1e-7,
      dialect: { delimiter: ';' },
      isRepair: false,
    });
    expect(await rowsOf(zone, 'jobs')).toEqual([]);
  });

  it('never names two objects alike', async () => {
    const body = { table: 'jobs', file_name: 'jobs.csv' };
    const names = await Promise.all(Array.from({ length: 20 }, () => begin(body)));
    expect(new Set(names.map(({ object }) => object)).size).toBe(20);
  });

  it.each([
    [{}, '/table'],
    [{ table: '' }, '/table'],
    [{ table: 'jobs', size_bytes: 0 }, '/size_bytes'],
    [{ table: 'jobs', size_bytes: 2 ** 43 }, '/size_bytes'],
    [{ table: 'jobs', size_bytes: '1' }, '/size_bytes'],
    [{ table: 'jobs', file_name: 'a'.repeat(256) }, '/file_name'],
    [{ table: 'jobs', mode: 'whole' }, '/mode'],
    [{ table: 'jobs', conflict: 'merge' }, '/conflict'],
    [{ table: 'jobs', max_reject_ratio: 2 }, '/max_reject_ratio'],
    [{ table: 'jobs', entity_id: -1 }, '/entity_id'],
    [{ table: 'jobs', origin: 'https://a.example/path' }, '/origin'],
    [{ table: 'jobs', origin: 'javascript:alert(1)' }, '/origin'],
    [{ table: 'jobs', origin: 'https://a.example\r\nx: y' }, '/origin'],
    [{ table: 'jobs', bucket: 'other' }, '/bucket'],
  ])('refuses %j', async (body, at) => {
    expect(await call('POST', '/ingest/uploads', body)).toMatchObject({
      status: 400,
      body: { errors: [{ at }] },
    });
  });

  it('refuses a table that is not there, naming the nearest', async () => {
    expect(await call('POST', '/ingest/uploads', { table: 'jobz' })).toMatchObject({
      status: 404,
      body: { code: 'unknown-table', detail: expect.stringContaining('jobs') },
    });
  });
});

import { gzipSync } from 'node:zlib';
import { rowsCaller } from '../support/rows-caller.ts';
import { openRowsZone, type RowsZone } from '../support/rows-zone.ts';
import { rowsOf } from '../support/zone-words.ts';

describe('files that come over HTTP', () => {
  let zone: RowsZone;
  const { post, send } = rowsCaller(() => zone.url);

  beforeAll(async () => {
    zone = await openRowsZone();
  });

  afterAll(() => zone.close());

  beforeEach(async () => {
    const tables = ['hired_employees', 'departments', 'jobs', 'cutover_reject', 'cutover_load'];
    for (const table of [...tables, 'cutover_idempotency'])
      await zone.query(`DELETE FROM ${table}`);
  });

  const loads = () =>
    zone.query('SELECT kind, bucket, object, state, requested_by FROM cutover_load ORDER BY id');

  function formOf(fields: Record<string, string>, ...files: [name: string, text: string][]) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const [at, [name, text]] of files.entries()) {
      form.append(at === 0 ? 'file' : `file${at}`, new Blob([text]), name);
    }
    return form;
  }

  describe('POST /{table}/upload', () => {
    it('loads the file that is the body, and keeps what it refuses', async () => {
      const { status, body } = await post('/jobs/upload', 'id,title\n1,Nurse\n2,\n', 'text/csv');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'ok',
        kind: 'upload',
        table: 'jobs',
        inserted: 1,
        skipped: 1,
        counts: { read: 2, inserted: 1, rejected: 1 },
        rejected: [{ line: 3, errors: [{ column: 'job', code: 'missing-value' }] }],
      });
      expect(await rowsOf(zone, 'jobs')).toEqual(['1,Nurse']);
      expect(await zone.openRejects('jobs')).toMatchObject([{ line: 3 }]);
      expect(await loads()).toEqual([
        { kind: 'upload', bucket: '', object: 'jobs.csv', state: 'done', requested_by: 'admin' },
      ]);
      expect(await zone.result(`loads/${body.load_id}.json`)).toContain('"kind": "upload"');
    });

    it('loads what is packed by gzip, with options in the URL', async () => {
      const packed = gzipSync('1;Nurse\n1;Baker\n');
      const path = '/jobs/upload?conflict=update&header=absent&delimiter=semicolon';
      const { body } = await post(path, packed, 'application/gzip');
      expect(body.counts).toMatchObject({ read: 2, inserted: 1, updated: 1 });
      expect(await rowsOf(zone, 'jobs')).toEqual(['1,Baker']);
    });

    it('loads the one file of a form, whatever its name', async () => {
      const form = formOf({}, ['../../etc/fixed/departments.csv', 'name\nSales\n']);
      const { status, body } = await post('/departments/upload', form);
      expect([status, body.inserted]).toEqual([200, 1]);
      expect(await zone.query('SELECT department FROM departments')).toEqual([
        { department: 'Sales' },
      ]);
      expect(await loads()).toMatchObject([{ object: 'departments.csv' }]);
    });

    it('numbers rows whose id is left out, and fills in a datetime that is no column of the file', async () => {
      await post('/departments/upload', 'name\nSales\nSupport\n', 'text/csv');
      await post('/jobs/upload', 'id,job\n1,Nurse\n', 'text/csv');
      const [{ id } = {}] = await zone.query('SELECT MIN(id) AS id FROM departments');
      const file = `name,department_id,job_id\nAda,${id},1\nEve,${id},\n`;
      const { body } = await post('/hired_employees/upload', file, 'text/csv');
      expect(body.counts).toMatchObject({ inserted: 1, rejected: 1 });
      const [hire] = await zone.query<{ name: string; datetime: string }>(
        'SELECT name, datetime FROM hired_employees',
      );
      expect(hire?.name).toBe('Ada');
      expect(Date.now() - Date.parse(`${hire?.datetime.replace(' ', 'T')}Z`)).toBeLessThan(60_000);
    });

    it('answers 422 for a file that can not be read, and keeps why', async () => {
      const { status, body } = await post('/jobs/upload', 'PK\u0003\u0004 xl/ sheet', 'text/csv');
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: 'invalid-object', state: 'failed' });
      expect(body.detail).toContain('Excel');
      expect(await loads()).toMatchObject([{ state: 'failed' }]);
    });

    it('refuses two files, no file, a cut form, and options that there are not', async () => {
      const one: [string, string] = ['a.csv', 'id,job\n1,Nurse\n'];
      const cut =
        '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid,job';
      const answers = [
        await post('/jobs/upload', formOf({}, one, one)),
        await post('/jobs/upload', formOf({})),
        await post('/jobs/upload', formOf({ colour: 'red' }, one)),
        await post('/jobs/upload', cut, 'multipart/form-data; boundary=x'),
        await post('/jobs/upload', cut, 'multipart/form-data'),
        await post('/jobs/upload?colour=red', 'id,job\n1,Nurse\n', 'text/csv'),
      ];
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400]);
      expect(answers.map(({ body }) => body.detail).join(' ')).toMatch(
        /more than one file.*no file.*colour.*cut off.*colour/s,
      );
      expect((await post('/jobs/upload', 'x', 'application/json')).status).toBe(415);
      expect((await post('/nobody/upload', '1,Nurse\n', 'text/csv')).status).toBe(404);
      expect(await loads()).toEqual([]);
    });
  });

  describe('POST /ingest/csv', () => {
    const file: [string, string] = ['employees.csv', 'id,title\n1,Nurse\n2,\n'];

    it('adds all rows or none unless invalid ones are to be skipped', async () => {
      const refused = await post('/ingest/csv', formOf({ table: 'jobs' }, file));
      expect(refused).toMatchObject({
        status: 422,
        body: { code: 'atomic-refused', rejected: [{ line: 3 }] },
      });
      expect(await rowsOf(zone, 'jobs')).toEqual([]);
      const form = formOf({ table: 'jobs', skip_invalid_rows: 'True', source_path: '' }, file);
      const { status, body } = await post('/ingest/csv', form);
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'ok', table: 'jobs', inserted: 1, skipped: 1 });
      expect(await rowsOf(zone, 'jobs')).toEqual(['1,Nurse']);
    });

    it('only checks in a dry run', async () => {
      const fields = { table: 'jobs', dry_run: 'true', skip_invalid_rows: '1' };
      const { body } = await post('/ingest/csv', formOf(fields, file));
      expect(body).toMatchObject({ dry_run: true, counts: { inserted: 1, rejected: 1 } });
      expect(await rowsOf(zone, 'jobs')).toEqual([]);
    });

    it('loads an object of an allowed bucket, as often as it is asked to', async () => {
      const { bucket, name } = await zone.put('archive/jobs 1.csv', 'id,job\n1,Nurse\n');
      const source_path = `gs://${bucket}/${name}`;
      const first = await send('/ingest/csv', { table: 'JOBS', source_path });
      expect(first.body).toMatchObject({ inserted: 1, drop: { bucket, object: name } });
      const second = await post(
        '/ingest/csv',
        new URLSearchParams({ table: 'jobs', source_path }).toString(),
        'application/x-www-form-urlencoded',
      );
      expect(second.body.counts).toMatchObject({ inserted: 0, unchanged: 1 });
    });

    it.each([
      'gs://test-results/jobs.csv',
      'gs://test-drop',
      'gs://test-drop@evil.example.com/jobs.csv',
      'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token',
      'http://169.254.169.254/latest/meta-data/',
      'file:///etc/passwd',
      '/etc/passwd',
      '../jobs.csv',
    ])('opens nothing but objects of allowed buckets: %s', async (source_path) => {
      const { status, body } = await send('/ingest/csv', { table: 'jobs', source_path });
      expect([status, body.code]).toEqual([400, 'invalid-request']);
      expect(body.detail).toContain('gs://test-drop/');
      expect(await loads()).toEqual([]);
    });

    it('answers 404 for an object that is not there', async () => {
      const source_path = 'gs://test-drop/none.csv';
      const { status, body } = await send('/ingest/csv', { table: 'jobs', source_path });
      expect([status, body.code]).toEqual([404, 'not-found']);
    });

    it('refuses an order that is none, naming each field at fault', async () => {
      const answers = [
        await post('/ingest/csv', formOf({ skip_invalid_rows: 'perhaps', colour: 'red' }, file)),
        await post('/ingest/csv', formOf({ table: 'jobs' })),
        await post(
          '/ingest/csv',
          formOf({ table: 'jobs', source_path: 'gs://test-drop/a.csv' }, file),
        ),
        await post('/ingest/csv', formOf({ table: 'nobody' }, file)),
        await send('/ingest/csv', { table: ['jobs'], source_path: 'gs://test-drop/a.csv' }),
        await send('/ingest/csv', []),
      ];
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 404, 400, 400]);
      const [first] = answers;
      expect(first?.body.errors.map(({ at }: { at: string }) => at).sort()).toEqual([
        'colour',
        'skip_invalid_rows',
        'table',
      ]);
    });
  });

  describe('a request with an Idempotency-Key', () => {
    const key = { 'idempotency-key': 'file-1' };
    const text = 'name\nSales\nSupport\n';

    it('adds its file once, whatever boundary its form has', async () => {
      const first = await post('/departments/upload', formOf({}, ['a.csv', text]), undefined, key);
      const second = await post('/departments/upload', formOf({}, ['a.csv', text]), undefined, key);
      expect([first.isReplayed, second.isReplayed]).toEqual([false, true]);
      expect(second.body.load_id).toBe(first.body.load_id);
      expect(await rowsOf(zone, 'departments')).toHaveLength(2);
      const other = await post(
        '/departments/upload',
        formOf({}, ['a.csv', 'name\nx\n']),
        undefined,
        key,
      );
      expect([other.status, other.body.code]).toEqual([422, 'key-reused']);
      const option = await post('/departments/upload?conflict=skip', text, 'text/csv', key);
      expect(option.status).toBe(422);
    });

    it('goes on where it was broken off', async () => {
      const mark = zone.ports.markRequest(
        { caller: 'admin', route: 'POST /departments/upload', key: 'file-1' },
        ['{}', Buffer.from(text)],
      );
      const begun = await zone.ports.requests.begin(mark, 'first-identity');
      expect(begun).toEqual({ kind: 'begun', identity: 'first-identity' });
      const answered = await post('/departments/upload', text, 'text/csv', key);
      expect(answered).toMatchObject({ status: 200, isReplayed: false });
      const keys = await zone.query(
        "SELECT drop_key = UNHEX(SHA2('first-identity', 256)) AS same FROM cutover_load",
      );
      expect(keys.map(({ same }) => Number(same))).toEqual([1]);
    });
  });

  describe('POST /ingest/tidy', () => {
    it('ends loads of requests that were broken off long ago, and forgets their keys', async () => {
      await post('/departments/upload', 'name\nSales\n', 'text/csv', { 'idempotency-key': 'old' });
      const longAgo = 'UTC_TIMESTAMP(3) - INTERVAL 25 HOUR';
      await zone.query(`UPDATE cutover_load SET state = 'running', started_at = ${longAgo}`);
      await zone.query(`UPDATE cutover_idempotency SET expires_at = ${longAgo}`);
      const { body } = await send('/ingest/tidy', {});
      expect(body).toEqual({ loads_ended: 1, requests_forgotten: 1 });
      expect(await zone.query('SELECT state, error_code FROM cutover_load')).toEqual([
        { state: 'failed', error_code: 'abandoned' },
      ]);
    });

    it('leaves alone what may still come again', async () => {
      await post('/departments/upload', 'name\nSales\n', 'text/csv');
      await zone.query("UPDATE cutover_load SET state = 'running'");
      expect((await send('/ingest/tidy', {})).body.loads_ended).toBe(0);
    });
  });
});

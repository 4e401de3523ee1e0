import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { http } from '@google-cloud/functions-framework';
import { routes } from '../../functions/restore-table/src/handler.ts';
import { readFunctionManifests } from '../../scripts/function-manifest.ts';
import { setFolder } from '../../shared/src/domain/backup/object-names.ts';
import { takeSet } from '../../shared/src/domain/backup/take-set.ts';
import { trackingRecorder } from '../../shared/src/domain/tracking/tracking-recorder.ts';
import { testAccess } from '../support/access.ts';
import { type BackupZone, openBackupZone } from '../support/backup/backup-zone.ts';
import { inMemoryTracking } from '../support/in-memory-tracking.ts';
import { type CallJson, jsonCaller } from '../support/json-caller.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';
import { anEntity } from '../support/tracking-builders.ts';

describe('restore-table', () => {
  const logger = memoryLogger();
  let zone: BackupZone;
  let served: ServedFunction;
  let call: CallJson;

  beforeAll(async () => {
    zone = await openBackupZone();
    let works = 0;
    const makeWorkId = () => `work-${++works}`;
    const connect = async () => ({ ...zone.ports, ...zone.ports.restore, makeWorkId });
    http('restore-table', httpFunction({ connect, access: testAccess, routes, logger }));
    served = await serveFunction('restore-table');
    call = jsonCaller(served.url);
  });

  beforeEach(async () => {
    await zone.bucket.deleteFiles();
    await zone.pool.query("REPLACE INTO jobs VALUES (1, 'Clerk'), (2, 'Driver')");
    zone.recorded.length = 0;
  });

  afterAll(async () => {
    served.close();
    await zone.close();
  });

  const backUp = () => takeSet(zone.ports, { codec: 'deflate' });

  async function readJobs(table = 'jobs') {
    const [rows] = await zone.pool.query(`SELECT job FROM ${table} ORDER BY id`);
    return (rows as { job: string }[]).map(({ job }) => job);
  }

  it('answers the routes that function.yaml names', () => {
    const manifest = readFunctionManifests().find(({ name }) => name === 'restore-table');
    const answered = new Set(routes.flatMap(({ paths }) => paths));
    expect(manifest?.trigger).toEqual({ http: { routes: [...answered] } });
  });

  it('restores a table, says so in the journal, and takes it back', async () => {
    const { set_id, taken_at } = await backUp();
    await zone.pool.query("UPDATE jobs SET job = 'Spoiled'");
    const answer = await call('POST', '/restore-table', { table: 'jobs', reason: 'a slip' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ...{ dry_run: false, set_id, taken_at, rows: 2 },
        tables: [{ table: 'jobs', rows: 2, filled: [], compared: 'content' }],
      },
    });
    expect(await readJobs()).toEqual(['Clerk', 'Driver']);
    const { id } = answer.body as { id: string };
    expect(await call('GET', '/restore-table?limit=1')).toMatchObject({
      body: {
        items: [
          {
            ...{ id, kind: 'restore', state: 'done', tables: ['jobs'], can_be_undone: true },
            about: { actor: 'admin', reason: 'a slip', set_id, object: /jobs\.avro$/ },
          },
        ].map((item) => ({
          ...item,
          about: { ...item.about, object: expect.stringMatching(item.about.object) },
        })),
      },
    });
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ message: 'restore finished', restore_id: id, set_id, rows: 2 }),
    );
    expect(await call('POST', '/restore-table', { undo: Number(id) })).toMatchObject({
      status: 200,
      body: { undoes: id, tables: [{ table: 'jobs', rows: 2 }] },
    });
    expect(await readJobs()).toEqual(['Spoiled', 'Spoiled']);
    expect(await call('POST', '/restore-table', { undo: id })).toMatchObject({
      status: 409,
      body: { detail: `Replacement ${id} can't be undone: it has been undone already.` },
    });
  });

  it('restores all tables, tries it first, and restores one object under another name', async () => {
    const { set_id } = await backUp();
    await zone.pool.query('DELETE FROM jobs');
    const all = { tables: 'all', set_id };
    expect(await call('POST', '/restore-table', { ...all, dry_run: true })).toMatchObject({
      status: 200,
      body: { id: null, dry_run: true, rows: 2 },
    });
    expect(await readJobs()).toEqual([]);
    expect(await call('POST', '/restore-table', all)).toMatchObject({ status: 200 });
    expect(await readJobs()).toEqual(['Clerk', 'Driver']);
    const object = `gs://backups/${zone.database}/${set_id}/jobs.avro`;
    expect(await call('POST', '/restore-table', { object, as: 'jobs_then' })).toMatchObject({
      status: 200,
      body: { set_id, tables: [{ table: 'jobs_then', object }] },
    });
    expect(await readJobs('jobs_then')).toEqual(['Clerk', 'Driver']);
    await zone.pool.query('DROP TABLE jobs_then');
  });

  it('opens and closes the progress of the entity that is named, also of an undo', async () => {
    const { set_id } = await backUp();
    const restored = await call('POST', '/restore-table', { table: 'jobs', entity_id: 7 });
    const { id } = restored.body as { id: string };
    await call('POST', '/restore-table', { undo: id, entity_id: 7 });
    const work = { work: 'restore', entity_id: 7, stage: 'Data Movement', object_name: 'jobs' };
    const done = { record: 'work-ended', is_successful: true, count: 2 };
    expect(zone.recorded).toMatchObject([
      { record: 'work-started', ...work },
      {
        ...done,
        ...work,
        link: `gs://backups/${setFolder(zone.database, set_id)}manifest.json`,
        detail: { tables: 1, rows: 2, set_id },
      },
      { ...done, ...work, link: null, detail: { tables: 1, rows: 2, undoes: id } },
    ]);
    const [started, ended, undone] = zone.recorded.map((record) =>
      'work_id' in record ? record.work_id : null,
    );
    expect(ended).toBe(started);
    expect(undone).not.toBe(started);

    const tracking = inMemoryTracking();
    await tracking.store.entity.create(anEntity({ entity_id: 7 }), { actor: 'ann' });
    const recorder = trackingRecorder({ ...tracking, recordedBy: 'restore-table' });
    const progress = async () =>
      (await tracking.store.progress.list({ entity_id: 7 }, { limit: 9, cursor: null })).items;
    const [first, ...others] = zone.recorded;
    if (first !== undefined) await recorder.record(first);
    expect(await progress()).toMatchObject([{ record: { is_successful: null } }]);
    for (const record of others) await recorder.record(record);
    expect(await progress()).toMatchObject([{ record: { is_successful: true } }]);
  });

  it('records a restore that failed, and none that was refused or that moves nothing', async () => {
    await backUp();
    const entity_id = 7;
    const refused = { table: 'no_jobs', entity_id };
    expect((await call('POST', '/restore-table', refused)).status).toBe(404);
    await call('POST', '/restore-table', { table: 'jobs', dry_run: true, entity_id });
    await call('POST', '/restore-table', { table: 'jobs', as: 'jobs_then', entity_id });
    await zone.pool.query('DROP TABLE jobs_then');
    expect(zone.recorded).toEqual([]);
    await zone.pool.query("INSERT INTO departments VALUES (1, 'Archive')");
    await zone.pool.query("INSERT INTO jobs VALUES (3, 'Cook')");
    await zone.pool.query("INSERT INTO hired_employees VALUES (1, 'Ann', NULL, 1, 3)");
    const failed = await call('POST', '/restore-table', { table: 'jobs', entity_id });
    expect(failed).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(zone.recorded).toMatchObject([
      { record: 'work-started', object_name: 'jobs' },
      {
        record: 'work-ended',
        is_successful: false,
        count: null,
        detail: { error_code: 'conflict' },
      },
    ]);
    await zone.pool.query('DELETE FROM hired_employees');
    await zone.pool.query('DELETE FROM jobs WHERE id = 3');
  });

  it('restores although nothing can be recorded', async () => {
    await backUp();
    await zone.pool.query('RENAME TABLE cutover_tracking_record TO away');
    try {
      await zone.pool.query("UPDATE jobs SET job = 'Spoiled'");
      const answer = await call('POST', '/restore-table', { table: 'jobs', entity_id: 7 });
      expect(answer.status).toBe(200);
      expect(await readJobs()).toEqual(['Clerk', 'Driver']);
    } finally {
      await zone.pool.query('RENAME TABLE away TO cutover_tracking_record');
    }
    expect(logger.lines).toContainEqual(expect.objectContaining({ message: 'work not recorded' }));
  });

  it('refuses a file that is not what it was, and says which and why', async () => {
    const { tables } = await backUp();
    const { object = '' } = tables.find(({ table }) => table === 'jobs') ?? {};
    await zone.bucket.file(object).save('gone', { resumable: false });
    const answer = await call('POST', '/restore-table', { object });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'invalid-object', detail: expect.stringMatching(/jobs\.avro is not what/) },
    });
    expect(await readJobs()).toEqual(['Clerk', 'Driver']);
  });

  it.each([
    [{}, '/table'],
    [{ tables: [] }, '/tables'],
    [{ tables: 'some' }, '/tables'],
    [{ table: 'jobs', tables: ['jobs'] }, '/tables'],
    [{ object: 'x.avro', set_id: 'newest' }, '/set_id'],
    [{ undo: '1', table: 'jobs' }, '/table'],
    [{ undo: 'one' }, '/undo'],
    [{ table: 'jobs', dry_run: 'yes' }, '/dry_run'],
    [{ table: 'jobs', colour: 'red' }, '/colour'],
    [{ table: '' }, '/table'],
    [{ table: 'jobs', entity_id: 'seven' }, '/entity_id'],
  ])('refuses %j', async (body, at) => {
    const answer = await call('POST', '/restore-table', body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ at }] } });
  });

  it('answers 404 for a set, a table, an object and a restore that are not there', async () => {
    const missing = [{ table: 'jobs' }, { object: 'x.avro' }, { undo: '999' }];
    for (const body of missing) {
      expect((await call('POST', '/restore-table', body)).status).toBe(404);
    }
    const { set_id } = await backUp();
    const unknown = await call('POST', '/restore-table', { table: 'job', set_id });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'unknown-table' } });
  });
});

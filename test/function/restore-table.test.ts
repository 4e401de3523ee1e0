import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { http } from '@google-cloud/functions-framework';
import { routes } from '../../functions/restore-table/src/handler.ts';
import { readFunctionManifests } from '../../scripts/function-manifest.ts';
import { takeSet } from '../../shared/src/domain/backup/take-set.ts';
import { testAccess } from '../support/access.ts';
import { type BackupZone, openBackupZone } from '../support/backup/backup-zone.ts';
import { type CallJson, jsonCaller } from '../support/json-caller.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';

describe('restore-table', () => {
  const logger = memoryLogger();
  let zone: BackupZone;
  let served: ServedFunction;
  let call: CallJson;

  beforeAll(async () => {
    zone = await openBackupZone();
    const connect = async () => ({ ...zone.ports.restore, ping: zone.ports.ping });
    http('restore-table', httpFunction({ connect, access: testAccess, routes, logger }));
    served = await serveFunction('restore-table');
    call = jsonCaller(served.url);
  });

  beforeEach(async () => {
    await zone.bucket.deleteFiles();
    await zone.pool.query("REPLACE INTO jobs VALUES (1, 'Clerk'), (2, 'Driver')");
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
            about: { actor: 'anonymous', reason: 'a slip', set_id, object: /jobs\.avro$/ },
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

import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { http } from '@google-cloud/functions-framework';
import type { RowDataPacket } from 'mysql2/promise';
import { routes } from '../../functions/backup-tables/src/handler.ts';
import { readFunctionManifests } from '../../scripts/function-manifest.ts';
import { connectMysql } from '../../shared/src/adapters/mysql/connect.ts';
import { setFolder } from '../../shared/src/domain/backup/object-names.ts';
import { beginSet } from '../../shared/src/domain/backup/running-set.ts';
import { testAccess } from '../support/access.ts';
import { type BackupZone, openBackupZone } from '../support/backup/backup-zone.ts';
import { type CallJson, jsonCaller } from '../support/json-caller.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';

describe('backup-tables', () => {
  const logger = memoryLogger();
  let zone: BackupZone;
  let served: ServedFunction;
  let call: CallJson;
  let passedMs = 0;
  let bytesPerSecond: number;

  beforeAll(async () => {
    zone = await openBackupZone();
    await zone.pool.query("INSERT INTO departments VALUES (1, 'Archive'), (2, 'Night shift')");
    const now = () => new Date(Date.now() + passedMs);
    const connect = async () => {
      const reading = { ...zone.ports.reading, bytesPerSecond };
      return { ...zone.ports, now, reading };
    };
    http('backup-tables', httpFunction({ connect, access: testAccess, routes, logger }));
    served = await serveFunction('backup-tables');
    call = jsonCaller(served.url);
  });

  beforeEach(async () => {
    passedMs = 0;
    bytesPerSecond = zone.ports.reading.bytesPerSecond;
    await zone.bucket.deleteFiles();
  });

  afterAll(async () => {
    served.close();
    await zone.close();
  });

  /** Takes a set and answers its id. */
  async function backUp(body?: object): Promise<string> {
    const answer = await call('POST', '/backup-data', body);
    expect(answer.status).toBe(201);
    return (answer.body as { set_id: string }).set_id;
  }

  const counts = { tables: 3, tables_done: 1, rows: 7, bytes: 99 };

  /** Leaves what a set that is being written shows. */
  async function beginRunning(set_id: string): Promise<void> {
    const at = zone.ports.now().toISOString();
    await beginSet(zone.ports, setFolder(zone.database, set_id), {
      ...{ version: 1, set_id, database: zone.database, taken_at: at, started_at: at },
      ...{ table: 'jobs', ...counts },
    });
  }

  it('answers the routes that function.yaml names', () => {
    const manifest = readFunctionManifests().find(({ name }) => name === 'backup-tables');
    const answered = new Set(routes.flatMap(({ paths }) => paths));
    expect(manifest?.trigger).toEqual({ http: { routes: [...answered] } });
  });

  it('takes a set of all tables without being told more', async () => {
    const answer = await call('POST', '/backup-data');
    const { set_id } = answer.body as { set_id: string };
    expect(answer).toMatchObject({
      status: 201,
      body: {
        database: zone.database,
        state: 'unproven',
        rows: 2,
        tables: [
          {
            table: 'departments',
            rows: 2,
            codec: 'deflate',
            object: `gs://backups/${setFolder(zone.database, set_id)}departments.avro`,
            content_hash: expect.stringMatching(/^ordered-sha256:/),
            columns: [{ name: 'id' }, { name: 'department', sql_type: 'varchar(255)' }],
          },
          { table: 'hired_employees', rows: 0 },
          { table: 'jobs', rows: 0 },
        ],
      },
    });
    expect(answer.headers.get('location')).toBe(`/backups/${set_id}`);
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ message: 'backup finished', set_id, rows: 2, tables: 3 }),
    );
  });

  it('takes the tables that are named, and reads them back where it is asked to', async () => {
    const set_id = await backUp({ tables: ['jobs'], codec: 'snappy', verify: true });
    expect(await call('GET', `/backups/${set_id}`)).toMatchObject({
      status: 200,
      body: {
        state: 'proven',
        proofs: [{ kind: 'verify', passed: true }],
        tables: [{ table: 'jobs', codec: 'snappy' }],
      },
    });
  });

  it.each([
    [{ tables: [] }, 400, '/tables'],
    [{ codec: 'zip' }, 400, '/codec'],
    [{ colour: 'red' }, 400, '/colour'],
    [{ verify: 'yes' }, 400, '/verify'],
    [{ entity_id: -1 }, 400, '/entity_id'],
    [{ deadline_seconds: 59 }, 400, '/deadline_seconds'],
    [{ deadline_seconds: 3601 }, 400, '/deadline_seconds'],
    [{ unless_running: 'yes' }, 400, '/unless_running'],
  ])('refuses %j', async (body, status, at) => {
    const answer = await call('POST', '/backup-data', body);
    expect(answer).toMatchObject({ status, body: { errors: [{ at }] } });
    expect((await zone.bucket.getFiles())[0]).toEqual([]);
  });

  it.each([
    ['DATE', "'0000-00-00'", 'day of odd (date) holds "0000-00-00"'],
    ["ENUM('a','b')", "'x'", "day of odd (enum('a','b')) holds a value that is not in its list"],
    ["ENUM('','a') NOT NULL", "'x'", 'holds a value that is not in its list'],
  ])(
    'refuses a %s that holds %s with its column, and leaves nothing',
    async (type, value, said) => {
      const { pool, close } = await connectMysql(zone.target, 1);
      await pool.query("SET sql_mode = ''");
      await pool.query(`CREATE TABLE odd (id INT PRIMARY KEY, day ${type})`);
      await pool.query(`INSERT INTO odd VALUES (1, ${value})`);
      await close();
      const answer = await call('POST', '/backup-data');
      await zone.pool.query('DROP TABLE odd');
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'unsupported', detail: expect.stringContaining(said) },
      });
      expect((await zone.bucket.getFiles())[0]).toEqual([]);
    },
  );

  it('refuses a table that is not there, and leaves nothing', async () => {
    const answer = await call('POST', '/backup-data', { tables: ['job'] });
    expect(answer).toMatchObject({
      status: 404,
      body: { code: 'unknown-table', detail: expect.stringMatching(/job.*jobs/) },
    });
    expect((await zone.bucket.getFiles())[0]).toEqual([]);
  });

  it('reads tables by several connections where the time is short, into one set', async () => {
    const [[size]] = await zone.pool.query<RowDataPacket[]>(
      "SELECT DATA_LENGTH AS bytes FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'jobs'",
    );
    bytesPerSecond = Number(size?.bytes) / 1000;
    const set_id = await backUp({ verify: true });
    expect(await call('GET', `/backups/${set_id}`)).toMatchObject({
      body: { state: 'proven', tables: { length: 3 } },
    });
  });

  it('refuses at once what would not be whole in time, and says what to do', async () => {
    bytesPerSecond = 1;
    const answer = await call('POST', '/backup-data', { deadline_seconds: 1800 });
    expect(answer).toMatchObject({
      status: 409,
      body: {
        detail: expect.stringMatching(/by 2 connections at once.*Name fewer tables.*BACKUP_CONN/),
      },
    });
    expect((await zone.bucket.getFiles())[0]).toEqual([]);
  });

  it('takes no second set while one is taken, where that is asked for, and says which runs', async () => {
    const ended = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const running = zone.ports.runAlone(async () => {
      begun.resolve();
      await ended.promise;
    });
    await begun.promise;
    const scheduled = { unless_running: true, deadline_seconds: 1800 };
    const early = await call('POST', '/backup-data', scheduled);
    expect(early).toMatchObject({ status: 202, body: { set_id: null, state: 'running' } });
    expect(early.headers.get('location')).toBe('/backups');
    const set_id = '20261120T231500Z-abc123';
    await beginRunning(set_id);
    const answer = await call('POST', '/backup-data', scheduled);
    expect(answer).toMatchObject({
      status: 202,
      body: { set_id, state: 'running', progress: { table: 'jobs', rows: 7 } },
    });
    expect(answer.headers.get('location')).toBe(`/backups/${set_id}`);
    expect(await call('GET', '/backups')).toMatchObject({ body: { items: [{ set_id }] } });
    ended.resolve();
    await running;
    expect((await call('POST', '/backup-data', scheduled)).status).toBe(201);
  });

  it('lists sets page by page, the newest first, with when each was last proven', async () => {
    const ids: string[] = [];
    for (let set = 0; set < 3; set++) ids.push(await backUp());
    expect(await call('POST', `/backups/${ids[1]}/verify`)).toMatchObject({
      status: 200,
      body: { set_id: ids[1], kind: 'verify', passed: true, rows: 2, faults: [] },
    });
    const listed: string[] = [];
    let cursor = '';
    for (let page = 0; page < 2; page++) {
      const { body } = await call('GET', `/backups?limit=2${cursor}`);
      const { items, next } = body as {
        items: { set_id: string; proven_at: string | null }[];
        next: string | null;
      };
      for (const { set_id, proven_at } of items) {
        listed.push(set_id);
        expect(proven_at === null).toBe(set_id !== ids[1]);
      }
      cursor = `&cursor=${next}`;
      expect(next === null).toBe(page === 1);
    }
    expect(listed).toEqual(ids.sort().reverse());
  });

  it('says what is wrong with a set that was damaged, and shows it from then on', async () => {
    const id = await backUp();
    const object = `${setFolder(zone.database, id)}departments.avro`;
    await zone.bucket.file(object).save('gone', { resumable: false });
    expect(await call('POST', '/backups/newest/verify')).toMatchObject({
      status: 200,
      body: {
        passed: false,
        faults: expect.arrayContaining([expect.objectContaining({ object })]),
      },
    });
    expect(await call('GET', '/backups')).toMatchObject({
      body: { items: [{ state: 'damaged' }] },
    });
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ message: 'backup damaged', set_id: id }),
    );
  });

  it('drills a set, shows that it did, and records it for the entity that is named', async () => {
    const set_id = await backUp();
    const proof = { set_id, kind: 'drill', passed: true, tables: 3, rows: 2, faults: [] };
    expect(await call('POST', `/backups/${set_id}/drill`, { entity_id: 8 })).toMatchObject({
      status: 200,
      body: proof,
    });
    expect(await call('GET', '/backups')).toMatchObject({
      body: { items: [{ state: 'proven', proofs: [{ kind: 'drill', passed: true }] }] },
    });
    expect(zone.recorded).toContainEqual(
      expect.objectContaining({ kind: 'drill', entity_id: 8, subject: set_id, result: 'passed' }),
    );
    zone.recorded.length = 0;
  });

  it('answers 404 for a set that is not there', async () => {
    for (const id of ['newest', '20261120T231500Z-abc123', '..']) {
      expect(await call('GET', `/backups/${encodeURIComponent(id)}`)).toMatchObject({
        status: 404,
      });
      expect((await call('POST', `/backups/${id}/verify`)).status).toBe(404);
      expect((await call('POST', `/backups/${id}/drill`)).status).toBe(404);
    }
  });

  it('shows a set that is being written, and clears it when its writer is long gone', async () => {
    const set_id = '20261120T231500Z-abc123';
    await beginRunning(set_id);
    expect(await call('GET', `/backups/${set_id}`)).toMatchObject({
      body: { state: 'running', progress: { table: 'jobs', ...counts } },
    });
    expect(await call('GET', '/backups')).toMatchObject({
      body: { items: [{ set_id, state: 'running' }] },
    });
    expect(await call('POST', `/backups/${set_id}/verify`)).toMatchObject({
      status: 409,
      body: { code: 'busy' },
    });
    passedMs = 2 * zone.ports.leaseMs;
    const next = await backUp();
    expect(await call('GET', '/backups')).toMatchObject({ body: { items: [{ set_id: next }] } });
    expect((await call('GET', `/backups/${set_id}`)).status).toBe(404);
  });

  it('previews retention, and removes what it does not keep', async () => {
    const ids: string[] = [];
    for (let set = 0; set < 3; set++) ids.push(await backUp());
    const [third, second, first] = ids.sort().reverse();
    await call('POST', `/backups/${first}/verify`);
    const policy = { keep_last: 1, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
    const query = new URLSearchParams(
      Object.entries(policy).map(([k, v]): [string, string] => [k, `${v}`]),
    );
    const keeps = [
      { set_id: third, reasons: ['last 1 of 1'] },
      { set_id: first, reasons: ['newest proven set'] },
    ];
    const removes = [{ set_id: second, reasons: ['no rule keeps it'] }];
    expect(await call('GET', `/backups/retention?${query}`)).toMatchObject({
      status: 200,
      body: { policy, keeps, removes },
    });
    expect(await call('GET', '/backups')).toMatchObject({ body: { items: { length: 3 } } });
    expect(await call('POST', '/backups/retention', policy)).toMatchObject({
      status: 200,
      body: { policy, keeps, removed: removes },
    });
    const { body } = await call('GET', '/backups');
    expect((body as { items: { set_id: string }[] }).items.map(({ set_id }) => set_id)).toEqual([
      third,
      first,
    ]);
    expect(await call('POST', '/backups/retention')).toMatchObject({ body: { removed: [] } });
  });

  it.each(['keep_last=-1', 'daily=many', 'hourly=3', 'yearly=1.5', 'weekly='])(
    'refuses the policy %s',
    async (query) => {
      const at = query.split('=')[0];
      const answer = await call('GET', `/backups/retention?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ at }] } });
    },
  );

  it('records a set for the entity that is named', async () => {
    const set_id = await backUp({ entity_id: 7 });
    expect(zone.recorded).toEqual([
      expect.objectContaining({
        record: 'fact',
        kind: 'backup',
        entity_id: 7,
        subject: set_id,
        result: 'passed',
        count: 2,
        link: `gs://backups/${setFolder(zone.database, set_id)}manifest.json`,
      }),
    ]);
  });
});

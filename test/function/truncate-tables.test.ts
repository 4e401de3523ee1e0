import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { http } from '@google-cloud/functions-framework';
import { routes } from '../../functions/truncate-tables/src/handler.ts';
import { readFunctionManifests } from '../../scripts/function-manifest.ts';
import { testAccess } from '../support/access.ts';
import { type CallJson, jsonCaller } from '../support/json-caller.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';
import { openTruncateLane, type TruncateLane } from '../support/truncate-lane.ts';

const full = { departments: 2, hired_employees: 2, jobs: 1 };
const none = { departments: 0, hired_employees: 0, jobs: 0 };
const all = ['departments', 'hired_employees', 'jobs'];

describe('truncate-tables', () => {
  const logger = memoryLogger();
  let lane: TruncateLane;
  let served: ServedFunction;
  let call: CallJson;
  const truncate = (body?: object) => call('POST', '/truncate-tables', body);

  beforeAll(async () => {
    const connect = async () => lane.ports;
    http('truncate-tables', httpFunction({ connect, access: testAccess, routes, logger }));
    served = await serveFunction('truncate-tables');
    call = jsonCaller(served.url);
  });
  afterAll(() => served.close());

  beforeEach(async () => {
    lane = await openTruncateLane();
  });
  afterEach(() => lane.drop());

  it('answers the routes that function.yaml names', () => {
    const manifest = readFunctionManifests().find(({ name }) => name === 'truncate-tables');
    const answered = new Set(routes.flatMap(({ paths }) => paths));
    expect(manifest?.trigger).toEqual({ http: { routes: [...answered] } });
  });

  it('shows what would go, with a sample of the rows and what stands in the way', async () => {
    expect(await truncate({ tables: ['departments'] })).toMatchObject({
      status: 200,
      body: {
        truncated: false,
        message: expect.stringMatching(/^Nothing was changed\. 2 rows of 1 table would go, but/),
        database: lane.database,
        rows: 2,
        obstacles: [
          { table: 'departments', message: '2 rows of hired_employees refer to departments.' },
          { table: 'departments', message: 'departments is in no verified backup set.' },
        ],
        tables: [
          {
            ...{ table: 'departments', rows: 2, set_id: null },
            sample: [
              { id: '1', department: 'Sales' },
              { id: '2', department: 'Legal' },
            ],
          },
        ],
      },
    });
    expect(await lane.counts()).toEqual(full);
  });

  it('says where nothing stands in the way, and which set has the rows', async () => {
    const { set_id } = await lane.prove();
    expect(await truncate({ tables: ['jobs', 'hired_employees'] })).toMatchObject({
      status: 200,
      body: {
        message: `Nothing was changed. 3 rows of 2 tables would go; send "confirm": "${lane.database}" to empty them.`,
        obstacles: [],
        tables: [
          { table: 'hired_employees', set_id },
          { table: 'jobs', set_id },
        ],
      },
    });
    expect(await lane.counts()).toEqual(full);
  });

  it.each([undefined, {}])(
    'answers 409 to the bare request of older systems (%j)',
    async (body) => {
      await lane.prove();
      const answer = await truncate(body);
      expect(answer).toMatchObject({
        status: 409,
        body: {
          code: 'conflict',
          detail: expect.stringMatching(/^Nothing was changed\. 5 rows of 3 tables .*"confirm"/),
          truncated: false,
          tables: all.map((table) => ({ table })),
        },
      });
      expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
      expect(await lane.counts()).toEqual(full);
    },
  );

  it('empties all tables, names undo and sets, keeps who and why, and takes it back', async () => {
    const { set_id } = await lane.prove();
    const answer = await truncate({ confirm: lane.database, reason: 'a new start' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        truncated: true,
        undo: '1',
        rows: 5,
        tables: all.map((table) => ({ table, set_id })),
      },
    });
    expect(await lane.counts()).toEqual(none);
    expect((await lane.restoring.replacer.list(1))[0]).toMatchObject({
      ...{ id: '1', kind: 'truncate', state: 'done', tables: all },
      about: { actor: expect.any(String), reason: 'a new start', set_id },
    });
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ message: 'tables emptied', truncate_id: '1', rows: 5 }),
    );
    expect(await truncate({ undo: 1, entity_id: 7 })).toMatchObject({
      status: 200,
      body: { id: '2', undoes: '1', tables: [{ rows: 2 }, { rows: 2 }, { rows: 1 }] },
    });
    expect(lane.recorded).toEqual([
      expect.objectContaining({
        ...{ record: 'work-ended', work: 'restore', entity_id: 7, stage: 'Data Movement' },
        ...{ is_successful: true, count: 5, detail: { tables: 3, rows: 5, undoes: '1' } },
      }),
    ]);
    expect(await lane.counts()).toEqual(full);
  });

  it('empties without a backup where it is forced, and keeps that in the journal', async () => {
    const body = { tables: ['hired_employees'], confirm: lane.database, force: true };
    expect(await truncate(body)).toMatchObject({
      status: 400,
      body: { errors: [{ at: '/reason' }] },
    });
    expect(await truncate({ ...body, reason: 'test data' })).toMatchObject({ status: 200 });
    expect(await lane.counts()).toEqual({ ...full, hired_employees: 0 });
    expect((await lane.restoring.replacer.list(1))[0]?.about).toMatchObject({
      ...{ reason: 'test data', forced: 'true', without_backup: 'hired_employees' },
    });
  });

  it.each([
    [{ tables: [] }, '/tables'],
    [{ tables: 'jobs' }, '/tables'],
    [{ confirm: 1 }, '/confirm'],
    [{ force: 'yes' }, '/force'],
    [{ undo: 'all' }, '/undo'],
    [{ undo: '1', tables: ['jobs'] }, '/tables'],
    [{ tables: ['jobs'], entity_id: 7 }, '/entity_id'],
    [{ colour: 'red' }, '/colour'],
  ])('refuses %j', async (body, at) => {
    expect(await truncate(body)).toMatchObject({ status: 400, body: { errors: [{ at }] } });
  });

  it('refuses a table that is not there, naming the nearest', async () => {
    const tables = ['jobs', 'department'];
    expect(await truncate({ tables, confirm: lane.database })).toMatchObject({
      status: 404,
      body: { code: 'unknown-table', detail: expect.stringMatching(/"department".*departments/) },
    });
    expect(await lane.counts()).toEqual(full);
  });
});

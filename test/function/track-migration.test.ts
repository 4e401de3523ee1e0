import { request } from 'node:http';
import { AppError } from '@cutover/shared/domain/app-error.ts';
import type { EvidenceStore } from '@cutover/shared/domain/tracking/evidence.ts';
import { phaseNames } from '@cutover/shared/domain/tracking/phase-name.ts';
import type { TrackingStore } from '@cutover/shared/domain/tracking/tracking-store.ts';
import { httpFunction } from '@cutover/shared/runtime/http-function.ts';
import { http } from '@google-cloud/functions-framework';
import { checkPorts, routes } from '../../functions/track-migration/src/handler.ts';
import type { Ports } from '../../functions/track-migration/src/ports.ts';
import { readFunctionManifests } from '../../scripts/function-manifest.ts';
import { signedInAs, testAccess } from '../support/access.ts';
import { inMemoryTracking } from '../support/in-memory-tracking.ts';
import { type CallJson, jsonCaller } from '../support/json-caller.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { olderPayloads } from '../support/older-payloads.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';
import { aFact, anEntity, anObject, aPhase, aProgress } from '../support/tracking-builders.ts';

const tables = {
  phase: '/api/v1/phase-table',
  progress: '/api/v1/process-table',
  entity: '/api/v1/entity-table',
  object: '/api/v1/entity-object-table',
};

let served: ServedFunction;
let call: CallJson;
let store: TrackingStore;
let evidence: EvidenceStore;
let ping: Ports['ping'];

beforeAll(async () => {
  const now = () => new Date('2023-05-04T13:00:00Z');
  const connect = async (): Promise<Ports> => ({ store, evidence, now, ping: () => ping() });
  const logger = memoryLogger();
  const access = testAccess;
  http('track-migration', httpFunction({ connect, access, routes, check: checkPorts, logger }));
  served = await serveFunction('track-migration');
  call = jsonCaller(served.url);
});

beforeEach(() => {
  ({ store, evidence } = inMemoryTracking());
  ping = async () => {};
});

afterAll(() => served.close());

const post = (path: string, body: unknown) => call('POST', path, body);
const get = (path: string) => call('GET', path);

async function addParents(): Promise<void> {
  await post(tables.phase, aPhase());
  await post(tables.entity, anEntity());
}

describe('track-migration: its routes', () => {
  it('are those that function.yaml names', () => {
    const manifest = readFunctionManifests().find(({ name }) => name === 'track-migration');
    const answered = new Set(routes.flatMap(({ paths }) => paths));
    expect(manifest?.trigger).toEqual({ http: { routes: [...answered] } });
  });
});

describe('track-migration: the payloads of the older service', () => {
  it('create, replace and delete, parents first and children deleted first', async () => {
    for (const { path, key, post: given, put, defaults } of olderPayloads) {
      const created = await post(path, given);
      expect(created).toMatchObject({ status: 201, body: { ...given, ...defaults } });
      expect(created.headers.get('location')).toBe(`${path}?${key}`);
      expect(await post(path, given)).toMatchObject({ status: 409, body: { code: 'conflict' } });
      expect(await call('PUT', path, put)).toMatchObject({ status: 200, body: put });
      expect(await get(`${path}?${key}`)).toMatchObject({ status: 200, body: put });
    }
    for (const { path, key, put } of olderPayloads.toReversed()) {
      expect(await call('DELETE', `${path}?${key}`, {})).toMatchObject({ status: 200 });
      const again = await call('DELETE', `${path}?${key}`, {});
      expect(again).toMatchObject({ status: 404, body: { code: 'not-found' } });
      expect(await get(`${path}?${key}`)).toMatchObject({ status: 404 });
      expect(await call('PUT', path, put)).toMatchObject({ status: 404 });
    }
  });

  it.each(['/api/v1/process-table', '/api/v1/entity-object-table'])(
    'at %s are refused while what they refer to is not there',
    async (path) => {
      const given = olderPayloads.find((payload) => payload.path === path)?.post;
      expect(await post(path, given)).toMatchObject({
        status: 422,
        body: {
          code: 'unknown-reference',
          errors: expect.arrayContaining([
            { at: '/entity_id', message: 'There is no entity 2, which entity_id names.' },
          ]),
        },
      });
    },
  );

  it('leave parents where they are while children refer to them', async () => {
    await addParents();
    await post(tables.progress, aProgress());
    for (const path of [`${tables.phase}?step_id=2`, `${tables.entity}?entity_id=2`]) {
      expect(await call('DELETE', path)).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('progress 2/2') },
      });
    }
  });
});

describe('track-migration: what a body may say', () => {
  it.each([
    ['DEV_CUT_OVER', 'Dev Cutover'],
    ['DATA_MOVEMENT_DEV', 'Dev Data Movement'],
    ['prod data validation', 'Prod Data Validation'],
  ])('the phase %s', async (name, stored) => {
    const answer = await post(tables.phase, { ...aPhase(), name });
    expect(answer).toMatchObject({ status: 201, body: { name: stored } });
  });

  it('the other names of fields', async () => {
    const { is_optional, parent_step_id, ...phase } = aPhase();
    expect(await post(tables.phase, { ...phase, optional: true, parent_id: 2 })).toMatchObject({
      status: 201,
      body: { is_optional: true, parent_step_id: 2 },
    });
    const { source_database, target_database, ...entity } = anEntity();
    const names = { source_database_name: 'a', target_database_name: 'b' };
    expect(await post(tables.entity, { ...entity, ...names })).toMatchObject({
      status: 201,
      body: { source_database: 'a', target_database: 'b' },
    });
  });

  it('ISO 8601 with an offset, which is answered as UTC', async () => {
    await addParents();
    const start_date_time = '2023-05-04T13:00:00+02:00';
    expect(await post(tables.progress, { ...aProgress(), start_date_time })).toMatchObject({
      body: { start_date_time: '2023-05-04 11:00:00' },
    });
  });

  it('nothing of success, nor of an end: the progress goes on', async () => {
    await addParents();
    expect(await post(tables.progress, { step_id: 2, entity_id: 2 })).toMatchObject({
      status: 201,
      body: {
        start_date_time: '2023-05-04 13:00:00',
        end_date_time: null,
        is_successful: null,
      },
    });
  });

  const whole = 'must be a whole number from 0 to 9007199254740991.';
  it.each([
    [tables.phase, { ...aPhase(), step_id: 2.5 }, '/step_id', `step_id ${whole}`],
    [tables.phase, { ...aPhase(), step_id: '2' }, '/step_id', `step_id ${whole}`],
    [tables.phase, { ...aPhase(), step_id: -1 }, '/step_id', `step_id ${whole}`],
    [tables.phase, { ...aPhase(), step_id: 2 ** 53 }, '/step_id', `step_id ${whole}`],
    [tables.phase, { ...aPhase(), is_optional: 'no' }, '/is_optional', /true or false/],
    [tables.phase, { ...aPhase(), name: 'Coffee' }, '/name', /no phase "Coffee"; there are Not/],
    [tables.phase, { ...aPhase(), colour: 'red' }, '/colour', 'There is no field colour.'],
    [tables.phase, { ...aPhase(), optional: true }, '/optional', /another name of is_optional/],
    [tables.progress, { ...aProgress(), start_date_time: 'noon' }, '/start_date_time', /"noon"/],
    [
      tables.progress,
      { ...aProgress(), end_date_time: '2023-05-04 10:59:59' },
      '/end_date_time',
      'end_date_time (2023-05-04 10:59:59) is before start_date_time (2023-05-04 11:00:00).',
    ],
    [tables.progress, { ...aProgress(), is_successful: 'yes' }, '/is_successful', /true or false/],
    [tables.entity, { ...anEntity(), source_server: '' }, '/source_server', /must not be empty/],
    [tables.entity, { ...anEntity(), env: 'Moon' }, '/env', /no env "Moon"/],
    [tables.object, { ...anObject(), size_in_mb: 0.5 }, '/size_in_mb', `size_in_mb ${whole}`],
  ])('at %s not %j', async (path, body, at, message) => {
    await addParents();
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    await store.progress.create(aProgress(), { actor: 'ann' });
    for (const method of ['POST', 'PUT']) {
      const answer = await call(method, path, body);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(answer.body).toMatchObject({ errors: [{ at, message: expected }] });
    }
  });

  it('not nothing, and on GET and DELETE nothing but {}', async () => {
    await post(tables.phase, aPhase());
    expect(await call('POST', tables.phase)).toMatchObject({ status: 400 });
    expect(await call('POST', tables.phase, {})).toMatchObject({ status: 400 });
    expect(await getWithBody(`${tables.phase}?step_id=2`, '{}')).toBe(200);
    expect(await getWithBody(`${tables.phase}?step_id=2`, '{"step_id":3}')).toBe(400);
    expect(await call('DELETE', `${tables.phase}?step_id=2`, { step_id: 3 })).toMatchObject({
      status: 400,
      body: { errors: [{ at: '/step_id', message: 'There is no field step_id.' }] },
    });
    expect(await store.phase.get({ step_id: 2 })).not.toBeNull();
  });
});

/** `fetch` sends no body with GET; curl does. */
function getWithBody(path: string, body: string): Promise<number | undefined> {
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    request(`${served.url}${path}`, { headers }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end(body);
  });
}

describe('track-migration: what a query may say', () => {
  beforeEach(async () => {
    for (const step_id of [1, 2, 3, 4]) {
      const name = step_id > 2 ? 'Prod Cutover' : 'Dev Cutover';
      await post(tables.phase, aPhase({ step_id, name, is_optional: step_id === 3 }));
    }
  });

  it('nothing: the records by key, page by page', async () => {
    const ids: number[] = [];
    let next: string | null = '';
    while (next !== null) {
      const from = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const { body } = await get(`${tables.phase}?limit=3${from}`);
      const page = body as { items: { step_id: number }[]; next: string | null };
      ids.push(...page.items.map(({ step_id }) => step_id));
      next = page.next;
    }
    expect(ids).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['name=PROD_CUT_OVER', [3, 4]],
    ['name=Dev Cutover&step_id=2', [2]],
    ['is_optional=true', [3]],
    ['step_id=9&limit=1', []],
  ])('%s', async (query, ids) => {
    const { status, body } = await get(`${tables.phase}?${query}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      items: ids.map((step_id) => expect.objectContaining({ step_id })),
      next: null,
    });
  });

  it('of a progress one half of its key, for a list', async () => {
    const running = aProgress({ is_successful: null });
    await post(tables.entity, anEntity());
    await post(tables.progress, running);
    for (const query of ['entity_id=2', 'step_id=2', 'start_date_time=2023-05-04T11:00:00Z']) {
      expect(await get(`${tables.progress}?${query}`)).toMatchObject({
        body: { items: [running] },
      });
    }
    expect(await get(`${tables.progress}?entity_id=2&step_id=2`)).toMatchObject({ body: running });
  });

  it.each([
    ['GET', 'step_id=two', 'step_id'],
    ['GET', 'colour=red', 'colour'],
    ['GET', 'limit=0', 'limit'],
    ['GET', 'limit=1001', 'limit'],
    ['GET', 'cursor=', 'cursor'],
    ['GET', 'name=Coffee', 'name'],
    ['DELETE', '', 'step_id'],
    ['DELETE', 'step_id=9007199254740993', 'step_id'],
    ['DELETE', 'step_id=2&name=Dev Cutover', 'name'],
    ['DELETE', 'step_id=2&step_id=3', 'step_id'],
  ])('not, with %s, "%s"', async (method, query, at) => {
    const answer = await call(method, `${tables.phase}?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ at }] } });
  });
});

describe('track-migration: ETag and If-Match', () => {
  const one = `${tables.entity}?entity_id=2`;
  const put = (tag: string) => call('PUT', tables.entity, anEntity(), { 'if-match': tag });
  const remove = (tag: string) => call('DELETE', one, {}, { 'if-match': tag });

  it('names the version of what is answered', async () => {
    const created = await post(tables.entity, anEntity());
    expect(created.headers.get('etag')).toBe('"1"');
    expect((await call('PUT', tables.entity, anEntity())).headers.get('etag')).toBe('"2"');
    expect((await get(one)).headers.get('etag')).toBe('"2"');
    expect((await call('HEAD', one)).headers.get('etag')).toBe('"2"');
  });

  it.each(['"1"', '*', '"7", "1"', 'W/"9" , "1"'])('lets %s pass', async (tag) => {
    await post(tables.entity, anEntity());
    expect(await put(tag)).toMatchObject({ status: 200 });
    const changed = tag.replace('"1"', '"2"');
    expect(await remove(changed)).toMatchObject({ status: 200 });
  });

  it.each(['"2"', 'W/"1"', '"abc"', '""', '"2", "3"'])('answers 412 to %s', async (tag) => {
    await post(tables.entity, anEntity());
    for (const answer of [await put(tag), await remove(tag)]) {
      expect(answer).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
    }
    expect(await store.entity.get({ entity_id: 2 })).toMatchObject({ version: 1 });
  });

  it.each(['1', '"1', '"1" "2"', ''])('refuses [%s], which is no list of tags', async (tag) => {
    await post(tables.entity, anEntity());
    expect(await put(tag)).toMatchObject({ status: 400, body: { errors: [{ at: 'If-Match' }] } });
  });

  it.each(['"1"', '*', '"1", "2"'])('answers 404 to %s where nothing is', async (tag) => {
    expect(await put(tag)).toMatchObject({ status: 404 });
    expect(await remove(tag)).toMatchObject({ status: 404 });
  });

  it('refuses If-None-Match on a change', async () => {
    await post(tables.entity, anEntity());
    const answer = await call('PUT', tables.entity, anEntity(), { 'if-none-match': '*' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ at: 'If-None-Match' }] } });
  });

  it('gives a key that comes again another version', async () => {
    await post(tables.entity, anEntity());
    await remove('"1"');
    expect((await post(tables.entity, anEntity())).headers.get('etag')).toBe('"3"');
  });
});

describe('track-migration: /api/v1/phases', () => {
  it('names the seventeen, and which are set up', async () => {
    await post(tables.phase, aPhase({ step_id: 40 }));
    const { body } = await get('/api/v1/phases');
    const { phases } = body as { phases: { name: string }[] };
    expect(phases.map(({ name }) => name)).toEqual(phaseNames);
    expect(phases[3]).toEqual({
      name: 'Dev Data Movement',
      enum_name: 'DEV_DATA_MOVEMENT',
      orders: 4,
      env: 'Development',
      stage: 'Data Movement',
      step_ids: [40],
    });
    expect(phases[0]).toMatchObject({ name: 'Not Started', env: null, stage: null, step_ids: [] });
  });

  it('sets all of them up in one call, and says so when nothing is left to do', async () => {
    const first = await call('POST', '/api/v1/phases', {});
    expect(first).toMatchObject({ status: 201, body: { added: phaseNames } });
    const { items } = await store.phase.list({}, { limit: 100, cursor: null });
    expect(items.map(({ record }) => [record.step_id, record.orders, record.name])).toEqual(
      phaseNames.map((name, index) => [index + 1, index + 1, name]),
    );
    expect(await call('POST', '/api/v1/phases')).toMatchObject({
      status: 200,
      body: { added: [], message: 'All phases are set up already; nothing was changed.' },
    });
    expect((await store.history({}, { limit: 100, cursor: null })).items).toHaveLength(17);
  });
});

describe('track-migration: /api/v1/overview', () => {
  beforeEach(async () => {
    await post(tables.phase, aPhase({ step_id: 1, orders: 1, name: 'Dev Schema Conversion' }));
    await addParents();
    await post(tables.entity, anEntity({ entity_id: 3, env: 'Production' }));
    await post(tables.object, anObject());
    await post(tables.progress, aProgress());
  });

  it('tells where every entity stands at every phase', async () => {
    expect(await get('/api/v1/overview')).toMatchObject({
      status: 200,
      body: {
        entities: [
          {
            entity_id: 2,
            objects: 1,
            size_in_mb: 30,
            share_done: 0.5,
            seconds_left: 7200,
            phases: [
              { name: 'Dev Schema Conversion', state: 'not_started', attempts: 0 },
              { name: 'Dev Data Movement', state: 'succeeded', duration_seconds: 3600 },
            ],
          },
          { entity_id: 3, share_done: 0, seconds_left: null },
        ],
        total: { entities: 2, objects: 1, size_in_mb: 30 },
      },
    });
  });

  it.each([
    ['entity_id=3', [3]],
    ['env=dev', [2]],
    ['env=Production&entity_id=2', []],
  ])('takes %s', async (query, ids) => {
    const { body } = await get(`/api/v1/overview?${query}`);
    const { entities } = body as { entities: { entity_id: number }[] };
    expect(entities.map(({ entity_id }) => entity_id)).toEqual(ids);
  });
});

describe('track-migration: /api/v1/history', () => {
  it('tells who changed what and when, with old and new', async () => {
    await post(tables.entity, anEntity());
    await call('PUT', tables.entity, anEntity({ migrator: 'Completed' }));
    await call('DELETE', `${tables.entity}?entity_id=2`);
    const { body } = await get('/api/v1/history');
    const change = { resource: 'entity', entity_id: 2, actor: 'admin', is_withdrawn: false };
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    const completed = anEntity({ migrator: 'Completed' });
    expect(body).toMatchObject({
      items: [
        { ...change, at, version: 3, operation: 'delete', old: completed, new: null },
        {
          ...change,
          at,
          version: 2,
          operation: 'replace',
          changed: ['migrator'],
          old: anEntity(),
          new: completed,
        },
        { ...change, at, version: 1, operation: 'create', old: null, new: anEntity() },
      ],
      next: null,
    });
  });

  it('comes by page, and filtered', async () => {
    await addParents();
    await post(tables.progress, aProgress());
    await post(tables.object, anObject());
    const read = async (query: string) => {
      const { body } = await get(`/api/v1/history?${query}`);
      return body as { items: { resource: string }[]; next: string | null };
    };
    const first = await read('limit=3');
    const rest = await read(`limit=3&cursor=${encodeURIComponent(first.next ?? '')}`);
    expect([...first.items, ...rest.items].map(({ resource }) => resource)).toEqual([
      ...['entity_object', 'progress', 'entity', 'phase'],
    ]);
    expect(rest.next).toBeNull();
    expect((await read('step_id=2')).items).toHaveLength(2);
    expect((await read('resource=progress')).items).toHaveLength(1);
    expect((await read('operation=delete')).items).toHaveLength(0);
    expect((await read('since=2000-01-01 00:00:00&until=2000-01-02T00:00:00Z')).items).toEqual([]);
    expect((await read('actor=admin&object_id=2')).items).toHaveLength(1);
  });

  it.each(['resource=table', 'operation=undo', 'since=noon', 'limit=none', 'entity_id=x'])(
    'refuses %s',
    async (query) => {
      expect(await get(`/api/v1/history?${query}`)).toMatchObject({
        status: 400,
        body: { errors: [{ at: query.split('=')[0] }] },
      });
    },
  );
});

describe('track-migration: gates', () => {
  const phase = aPhase({ name: 'Dev Data Validation' });

  beforeEach(async () => {
    await post(tables.phase, phase);
    await post(tables.entity, anEntity());
  });

  it('keep a phase from success while its evidence is missing', async () => {
    expect(await post(tables.progress, aProgress())).toMatchObject({
      status: 409,
      body: { code: 'gate-closed', detail: expect.stringContaining('No validation has been run') },
    });
    expect(await post(tables.progress, aProgress({ is_successful: false }))).toMatchObject({
      status: 201,
    });
    expect(await call('PUT', tables.progress, aProgress())).toMatchObject({ status: 409 });
  });

  it('open with the evidence', async () => {
    await evidence.keep([aFact()]);
    expect(await post(tables.progress, aProgress())).toMatchObject({ status: 201 });
  });

  it('open with a reason, which is kept', async () => {
    const override_reason = 'compared by hand';
    const answer = await post(tables.progress, { ...aProgress(), override_reason });
    expect(answer).toMatchObject({ status: 201, body: aProgress() });
    expect(await get('/api/v1/history?resource=progress')).toMatchObject({
      body: { items: [{ reason: override_reason }] },
    });
  });
});

describe('track-migration: health', () => {
  it.each(['/health', '/health-check'])('%s asks BigQuery', async (path) => {
    expect(await get(path)).toMatchObject({ status: 200, body: { status: 'ok' } });
    ping = () => Promise.reject(new AppError('unavailable', 'BigQuery does not answer.'));
    expect(await get(path)).toMatchObject({ status: 503 });
  });
});

describe('track-migration: the author of a change', () => {
  it('is who has signed in, and nobody else that a request names', async () => {
    await call('POST', tables.entity, anEntity(), {
      ...(await signedInAs('operator')),
      'x-goog-authenticated-user-email': 'accounts.google.com:boss@example.com',
      'x-forwarded-user': 'boss',
    });
    expect(await store.entity.get({ entity_id: 2 })).toMatchObject({ changedBy: 'operator' });
  });
});

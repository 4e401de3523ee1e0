import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureTracking } from '@cutover/shared/adapters/bigquery/tracking/ensure-tracking.ts';
import type { Listening } from '../../scripts/local/listen.ts';
import { startMetadataServer } from '../../scripts/local/metadata-server.ts';
import { openServiceAccount } from '../../scripts/local/service-account.ts';
import { accessEnvironment } from '../support/access.ts';
import { type CallJson, type JsonAnswer, jsonCaller } from '../support/json-caller.ts';
import { type LocalBigQuery, openLocalBigQuery } from '../support/local-bigquery.ts';
import { olderPayloads } from '../support/older-payloads.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';
import {
  anEntity,
  anObject,
  aPhase,
  aProgress,
  hostileTexts,
} from '../support/tracking-builders.ts';

const dataset = 'migration_status';
const folder = mkdtempSync(join(tmpdir(), 'cutover-track-'));

let local: LocalBigQuery;
let metadata: Listening;
let served: ServedFunction;
let call: CallJson;

beforeAll(async () => {
  local = await openLocalBigQuery();
  metadata = await startMetadataServer(
    'test',
    openServiceAccount(join(folder, 'key.json'), 'test'),
  );
  Object.assign(process.env, {
    ...accessEnvironment,
    MYSQL_USER: 'nobody',
    MYSQL_DATABASE: 'none',
    GOOGLE_CLOUD_PROJECT: 'test',
    GCE_METADATA_HOST: new URL(metadata.url).host,
    METADATA_SERVER_DETECTION: 'assume-present',
    BIGQUERY_EMULATOR_HOST: `http://127.0.0.1:${local.port}/bigquery/v2`,
    BIGQUERY_DATASET: dataset,
  });
  await import('../../functions/track-migration/src/index.ts');
  served = await serveFunction('track-migration');
  call = jsonCaller(served.url);
});

afterAll(async () => {
  served.close();
  await local.remove();
  await metadata.close();
  rmSync(folder, { recursive: true });
});

const countStatuses = (answers: readonly JsonAnswer[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

const together = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe('track-migration on the local BigQuery', () => {
  it('is unhealthy without its tables, and healthy with them', async () => {
    expect(await call('GET', '/health')).toMatchObject({ status: 503 });
    await ensureTracking(local.bigquery, dataset);
    expect(await call('GET', '/health')).toMatchObject({ status: 200 });
  });

  it('does what the payloads of the older service say, in their order', async () => {
    for (const { path, key, post, put, defaults } of olderPayloads) {
      expect(await call('POST', path, post)).toMatchObject({ status: 201, body: post });
      expect(await call('POST', path, post)).toMatchObject({ status: 409 });
      expect(await call('PUT', path, put)).toMatchObject({ status: 200 });
      const one = await call('GET', `${path}?${key}`);
      expect(one).toMatchObject({ status: 200, body: { ...put, ...defaults } });
      expect(one.headers.get('etag')).toBe('"2"');
    }
    for (const { path, key } of olderPayloads.toReversed()) {
      expect(await call('DELETE', `${path}?${key}`, {})).toMatchObject({ status: 200 });
      expect(await call('DELETE', `${path}?${key}`, {})).toMatchObject({ status: 404 });
    }
    const { body } = await call('GET', '/api/v1/history?limit=1000');
    expect((body as { items: unknown[] }).items).toHaveLength(12);
  });

  it('sets up the phases in one call', async () => {
    expect(await call('POST', '/api/v1/phases', {})).toMatchObject({
      status: 201,
      body: { message: '17 phases were set up.' },
    });
    expect(await call('POST', '/api/v1/phases', {})).toMatchObject({ status: 200 });
  });

  it('refuses what refers to nothing, and deletes nothing that is referred to', async () => {
    const lost = await call('POST', '/api/v1/process-table', aProgress({ entity_id: 404 }));
    expect(lost).toMatchObject({ status: 422, body: { errors: [{ at: '/entity_id' }] } });
    await call('POST', '/api/v1/entity-table', anEntity({ entity_id: 10 }));
    await call('POST', '/api/v1/process-table', aProgress({ entity_id: 10, step_id: 4 }));
    for (const path of ['phase-table?step_id=4', 'entity-table?entity_id=10']) {
      expect(await call('DELETE', `/api/v1/${path}`)).toMatchObject({ status: 409 });
    }
  });

  it('lets one of fifty clients create a key at once', async () => {
    const answers = await together(50, (index) =>
      call(
        'POST',
        '/api/v1/entity-table',
        anEntity({ entity_id: 50, migrator: `client ${index}` }),
      ),
    );
    expect(countStatuses(answers)).toEqual({ 201: 1, 409: 49 });
    const winner = answers.find(({ status }) => status === 201);
    expect(await call('GET', '/api/v1/entity-table?entity_id=50')).toMatchObject({
      body: winner?.body,
    });
    const [rows] = await local.bigquery.query(
      `SELECT entity_id FROM ${dataset}.tbl_migration_entity WHERE entity_id = 50`,
    );
    expect(rows).toEqual([{ entity_id: 50 }]);
  });

  it('keeps each of 500 progress records that come at once', async () => {
    const entities = await together(50, (index) =>
      call('POST', '/api/v1/entity-table', anEntity({ entity_id: 1000 + index })),
    );
    expect(countStatuses(entities)).toEqual({ 201: 50 });
    const answers = await together(500, (index) =>
      call('POST', '/api/v1/process-table', {
        step_id: 1 + (index % 10),
        entity_id: 1000 + Math.floor(index / 10),
        is_successful: false,
      }),
    );
    expect(countStatuses(answers)).toEqual({ 201: 500 });
    const { body } = await call('GET', '/api/v1/process-table?limit=1000&is_successful=false');
    expect((body as { items: unknown[] }).items).toHaveLength(500);
  });

  it('lets one of two replace the same version', async () => {
    await call('POST', '/api/v1/entity-table', anEntity({ entity_id: 60 }));
    const answers = await together(2, (index) =>
      call(
        'PUT',
        '/api/v1/entity-table',
        anEntity({ entity_id: 60, migrator: `client ${index}` }),
        {
          'if-match': '"1"',
        },
      ),
    );
    expect(countStatuses(answers)).toEqual({ 200: 1, 412: 1 });
    expect(await call('GET', '/api/v1/entity-table?entity_id=60')).toMatchObject({
      body: answers.find(({ status }) => status === 200)?.body,
    });
  });

  it.each(hostileTexts)('stores and returns %j exactly', async (text) => {
    const phase = aPhase({ step_id: 70, description: text });
    const object = anObject({ object_id: 70, entity_id: 10, name: text });
    for (const [path, key, record] of [
      ['/api/v1/phase-table', 'step_id=70', phase],
      ['/api/v1/entity-object-table', 'object_id=70', object],
    ] as const) {
      expect(await call('POST', path, record)).toMatchObject({ status: 201, body: record });
      expect(await call('GET', `${path}?${key}`)).toMatchObject({ status: 200, body: record });
      const field = 'description' in record ? 'description' : 'name';
      const list = await call('GET', `${path}?${field}=${encodeURIComponent(text)}`);
      expect(list).toMatchObject({ body: { items: [record] } });
      await call('DELETE', `${path}?${key}`);
    }
    expect(await call('GET', '/api/v1/history?limit=1')).toMatchObject({
      body: { items: [{ old: object }] },
    });
  });
});

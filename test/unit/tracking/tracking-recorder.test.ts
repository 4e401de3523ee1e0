import * as fc from 'fast-check';
import type { TrackingRecord } from '../../../shared/src/domain/tracking/tracking-record.ts';
import { trackingRecorder } from '../../../shared/src/domain/tracking/tracking-recorder.ts';
import { inMemoryTracking } from '../../support/in-memory-tracking.ts';
import { aFact, anEntity, anObject } from '../../support/tracking-builders.ts';

const page = { limit: 100, cursor: null };
const minute = (number: number) => new Date(Date.UTC(2023, 4, 4, 11, number)).toISOString();
const shown = (number: number) => `2023-05-04 11:${String(number).padStart(2, '0')}:00`;

const started = (id: string, at: number, object_name: string | null = id): TrackingRecord => ({
  record: 'work-started',
  work: 'load',
  work_id: id,
  entity_id: 2,
  stage: 'Data Movement',
  object_name,
  started_at: minute(at),
});

const ended = (
  id: string,
  [from, to]: readonly [number, number],
  is_successful: boolean,
  object_name: string | null = id,
): TrackingRecord => ({
  ...(started(id, from, object_name) as Extract<TrackingRecord, { record: 'work-started' }>),
  record: 'work-ended',
  ended_at: minute(to),
  is_successful,
  count: 10,
  link: `gs://results/loads/${id}.json`,
  detail: { inserted: 10 },
});

async function open(env: 'Development' | 'Production' = 'Development') {
  const { store, evidence } = inMemoryTracking();
  await store.entity.create(anEntity({ env }), { actor: 'ann' });
  const recorder = trackingRecorder({ store, evidence, recordedBy: 'ingest-drop' });
  const progress = async () => (await store.progress.list({}, page)).items.map((one) => one.record);
  return { store, evidence, recorder, progress };
}

describe("recording a function's own work", () => {
  it('opens the progress of its phase, and closes it with the result', async () => {
    const { store, evidence, recorder, progress } = await open('Production');
    await recorder.record(started('l1', 0));
    expect(await progress()).toMatchObject([
      { entity_id: 2, start_date_time: shown(0), end_date_time: null, is_successful: null },
    ]);
    await recorder.record(ended('l1', [0, 5], true));
    expect(await progress()).toMatchObject([
      { start_date_time: shown(0), end_date_time: shown(5), is_successful: true },
    ]);
    const [phase] = (await store.phase.list({}, page)).items;
    expect(phase?.record.name).toBe('Prod Data Movement');
    expect(await evidence.read(2, 'Production', ['load'])).toMatchObject([
      { evidence_id: 'load/l1/started', result: 'started' },
      { result: 'passed', count: 10, link: 'gs://results/loads/l1.json', detail: { inserted: 10 } },
    ]);
  });

  it('records a failure as failed, and a repair of the same object as success', async () => {
    const { recorder, progress } = await open();
    await recorder.record(ended('l1', [0, 5], false, 'jobs'));
    expect(await progress()).toMatchObject([{ is_successful: false }]);
    await recorder.record(ended('l2', [6, 7], true, 'departments'));
    expect(await progress()).toMatchObject([{ is_successful: false, start_date_time: shown(6) }]);
    await recorder.record(ended('l3', [8, 9], true, 'jobs'));
    expect(await progress()).toMatchObject([{ is_successful: true, start_date_time: shown(8) }]);
  });

  it('lets a failure that was on no object fail its own attempt alone', async () => {
    const { recorder, progress } = await open();
    await recorder.record(ended('l1', [0, 5], false, null));
    expect(await progress()).toMatchObject([{ is_successful: false }]);
    await recorder.record(ended('l2', [6, 7], true, 'departments'));
    expect(await progress()).toMatchObject([{ is_successful: true }]);
  });

  it('makes one attempt of works that overlap, which ends with the last of them', async () => {
    const { store, recorder, progress } = await open();
    await recorder.record(started('l1', 0));
    await recorder.record(started('l2', 1));
    await recorder.record(ended('l1', [0, 2], true));
    expect(await progress()).toMatchObject([{ end_date_time: null, is_successful: null }]);
    await recorder.record(ended('l2', [1, 3], true));
    expect(await progress()).toMatchObject([{ end_date_time: shown(3), is_successful: true }]);
    const { progress: tried } = await store.readOverviewFacts({});
    expect(tried).toMatchObject([{ attempts: 1 }]);
  });

  it('comes to the same in whatever order records come, however often, and at once', async () => {
    const records = [
      started('l1', 0),
      ended('l1', [0, 4], true),
      started('l2', 1),
      ended('l2', [1, 6], false),
      started('l3', 20),
      ended('l3', [20, 21], true, 'l2'),
    ];
    const orders = fc.shuffledSubarray([...records, ...records], {
      minLength: 2 * records.length,
      maxLength: 2 * records.length,
    });
    await fc.assert(
      fc.asyncProperty(orders, fc.boolean(), async (order, atOnce) => {
        const { evidence, recorder, progress } = await open();
        if (atOnce) await Promise.all(order.map((record) => recorder.record(record)));
        else for (const record of order) await recorder.record(record);
        expect(await progress()).toMatchObject([
          { start_date_time: shown(20), end_date_time: shown(21), is_successful: true },
        ]);
        expect(await evidence.read(2, null, ['load'])).toHaveLength(records.length);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves a later attempt of a person alone', async () => {
    const { store, recorder, progress } = await open();
    await recorder.record(started('l1', 0));
    const [own] = await progress();
    if (own === undefined) throw new Error('nothing was recorded');
    const later = { ...own, start_date_time: shown(30) };
    await store.progress.replace(later, { actor: 'ann' });
    await recorder.record(ended('l1', [0, 5], true));
    expect(await progress()).toEqual([later]);
  });

  it('ends in the environment in which it began', async () => {
    const { store, recorder, progress } = await open();
    await recorder.record(started('l1', 0));
    await store.entity.replace(anEntity({ env: 'Production' }), { actor: 'ann' });
    await recorder.record(ended('l1', [0, 5], true));
    expect(await progress()).toMatchObject([{ is_successful: true }]);
  });

  it('keeps the size of an object, under its name or as a new one, once', async () => {
    const { store, recorder } = await open();
    await store.entity_object.create(anObject({ name: 'jobs' }), { actor: 'ann' });
    const size = (name: string, size_in_mb: number) =>
      recorder.record({ record: 'object-size', entity_id: 2, name, size_in_mb });
    await Promise.all([size('jobs', 5), size('hires', 60), size('hires', 60), size('hires', 60)]);
    await size('hires', 61);
    await size('hires', 61);
    const { items } = await store.entity_object.list({}, page);
    expect(items.map(({ record }) => [record.name, record.size_in_mb])).toEqual([
      ['jobs', 5],
      ['hires', 61],
    ]);
    const { items: changes } = await store.history({ resource: 'entity_object' }, page);
    expect(changes).toHaveLength(4);
  });

  it('keeps one object where another one records it just then', async () => {
    const { store, evidence, recorder } = await open();
    const size = { record: 'object-size', entity_id: 2, name: 'jobs', size_in_mb: 5 } as const;
    const list: typeof store.entity_object.list = async (...args) => {
      const before = await store.entity_object.list(...args);
      await recorder.record(size);
      return before;
    };
    const overtaken = { ...store, entity_object: { ...store.entity_object, list } };
    const late = trackingRecorder({ store: overtaken, evidence, recordedBy: 'ingest-drop' });
    await late.record({ ...size, size_in_mb: 6 });
    const { items } = await store.entity_object.list({}, page);
    expect(items.map(({ record }) => record.size_in_mb)).toEqual([6]);
  });

  it('keeps a fact with the environment of its entity', async () => {
    const { evidence, recorder } = await open('Production');
    const { env, recorded_by, ...fact } = aFact({ kind: 'rejects', count: 3 });
    await recorder.record({ record: 'fact', ...fact });
    expect(await evidence.read(2, 'Production', ['rejects'])).toMatchObject([
      { count: 3, recorded_by: 'ingest-drop' },
    ]);
  });

  it('says that an entity is unknown', async () => {
    const { recorder } = await open();
    await expect(
      recorder.record({ record: 'object-size', entity_id: 9, name: 'jobs', size_in_mb: 1 }),
    ).rejects.toMatchObject({ code: 'unknown-reference' });
    await expect(
      recorder.record({ ...started('l1', 0), entity_id: 9 } as TrackingRecord),
    ).rejects.toMatchObject({ code: 'unknown-reference' });
  });
});

import { runStatements } from '../../../shared/src/adapters/bigquery/run-statement.ts';
import { ensureTracking } from '../../../shared/src/adapters/bigquery/tracking/ensure-tracking.ts';
import { bigqueryTrackingStore } from '../../../shared/src/adapters/bigquery/tracking/tracking-store.ts';
import { type LocalBigQuery, openLocalBigQuery } from '../../support/local-bigquery.ts';
import { readJson } from '../../support/repository.ts';
import { anEntity, anObject, aPhase, aProgress } from '../../support/tracking-builders.ts';

const eventTables = ['entity_event', 'entity_object_event', 'progress_event', 'step_event'];
const views = [
  'tbl_migration_entity',
  'tbl_migration_entity_objects',
  'tbl_migration_progress',
  'tbl_migration_step',
];

describe('making the tracking tables', () => {
  let local: LocalBigQuery;

  beforeAll(async () => {
    local = await openLocalBigQuery();
  });

  afterAll(() => local.remove());

  const metadataOf = async (dataset: string, table: string) =>
    (await local.bigquery.dataset(dataset).table(table).getMetadata())[0];

  it('makes every table and view that the schema files describe', async () => {
    await ensureTracking(local.bigquery, 'fresh');
    const [tables] = await local.bigquery.dataset('fresh').getTables();
    const names = tables.map(({ id }) => id).toSorted();
    expect(names).toEqual([...eventTables, 'evidence_event', ...views].toSorted());
    const columns = readJson('shared/schemas/bigquery/columns/event.json');
    for (const table of eventTables) {
      const metadata = await metadataOf('fresh', table);
      expect(metadata.schema.fields).toEqual(columns);
      expect(metadata).toMatchObject({
        clustering: { fields: ['key'] },
        description: expect.stringMatching(/append-only/),
      });
    }
    expect((await metadataOf('fresh', 'tbl_migration_step')).description).toMatch(/^The phases/);
  });

  it('can be done again, and by several at once, and keeps what is there', async () => {
    await Promise.all([1, 2, 3].map(() => ensureTracking(local.bigquery, 'shared')));
    const store = bigqueryTrackingStore(runStatements(local.bigquery, 'shared'));
    await store.entity.create(anEntity(), { actor: 'ann' });
    await ensureTracking(local.bigquery, 'shared');
    expect((await store.entity.get({ entity_id: 2 }))?.record).toEqual(anEntity());
  });

  it('adds columns that came later, and replaces views that changed', async () => {
    const [dataset] = await local.bigquery.createDataset('older');
    const columns: { name: string }[] = readJson('shared/schemas/bigquery/columns/event.json');
    const older = columns.filter(({ name }) => name !== 'reason');
    await dataset.createTable('entity_event', { schema: { fields: older } });
    await dataset.createTable('tbl_migration_entity', {
      view: { query: 'SELECT 1 AS one', useLegacySql: false },
    });
    await ensureTracking(local.bigquery, 'older');
    const fields: { name: string }[] = (await metadataOf('older', 'entity_event')).schema.fields;
    expect(fields.map(({ name }) => name)).toContain('reason');
    const store = bigqueryTrackingStore(runStatements(local.bigquery, 'older'));
    await store.entity.create(anEntity(), { actor: 'ann', reason: 'because' });
    expect((await store.entity.list({}, { limit: 1, cursor: null })).items).toHaveLength(1);
  });

  it('shows the records under the names and columns of the older service', async () => {
    await ensureTracking(local.bigquery, 'migration_status');
    const store = bigqueryTrackingStore(runStatements(local.bigquery, 'migration_status'));
    const author = { actor: 'ann' };
    await store.phase.create(aPhase({ parent_step_id: 2 }), author);
    await store.entity.create(anEntity(), author);
    await store.progress.create(aProgress(), author);
    await store.entity_object.create(anObject(), author);
    const [rows] = await local.bigquery.query(
      `SELECT
         step_id, orders, is_optional, parent_step_id, start_date_time, end_date_time,
         is_successful, entity_id, application_name, is_spdb, object_id, object.name, size_in_mb
       FROM migration_status.tbl_migration_step
       JOIN migration_status.tbl_migration_progress USING (step_id)
       JOIN migration_status.tbl_migration_entity USING (entity_id)
       JOIN migration_status.tbl_migration_entity_objects AS object USING (entity_id)`,
    );
    expect(rows).toMatchObject([
      {
        step_id: 2,
        orders: 2,
        is_optional: false,
        parent_step_id: 2,
        start_date_time: { value: '2023-05-04T11:00:00.000Z' },
        end_date_time: { value: '2023-05-04T12:00:00.000Z' },
        is_successful: true,
        entity_id: 2,
        application_name: 'striim',
        is_spdb: false,
        object_id: 2,
        name: 'PostgreSQL',
        size_in_mb: 30,
      },
    ]);
  });
});

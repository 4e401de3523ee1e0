import { Storage } from '@google-cloud/storage';
import { ensureReports } from '../../../shared/src/adapters/bigquery/reports/ensure-reports.ts';
import { bigqueryHireCounter } from '../../../shared/src/adapters/bigquery/reports/hire-counter.ts';
import { mysqlHireCounter } from '../../../shared/src/adapters/mysql/hire-counter.ts';
import { storageSetStore } from '../../../shared/src/adapters/storage/set-store.ts';
import { setFolder, tableObject } from '../../../shared/src/domain/backup/object-names.ts';
import type { Proof } from '../../../shared/src/domain/backup/proof.ts';
import { proofObject } from '../../../shared/src/domain/backup/proof.ts';
import type { SetStore } from '../../../shared/src/domain/backup/set-store.ts';
import { type AvscSet, takeAvscSet } from '../../support/backup/take-avsc-set.ts';
import {
  type BigQueryHome,
  makeBigQueryHome,
  type StartedBigQuery,
} from '../../support/bigquery-home.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { fillHires } from '../../support/hires.ts';
import { makeStorageHome, type StorageHome } from '../../support/storage-home.ts';

const tables = ['departments', 'hired_employees', 'jobs'];
const dataset = 'hiring_reports';

let database: TestDatabase;
let storageHome: StorageHome;
let bigqueryHome: BigQueryHome;
let bigquery: StartedBigQuery;
let store: SetStore;
let name: string;

/** A counter as another instance of the function has it. */
const newCounter = (of = name) =>
  bigqueryHireCounter({
    connect: async () => bigquery.client,
    dataset,
    store,
    database: of,
    countOpenRejects: async () => 70,
  });
const counter = { countByQuarter: (year: number) => newCounter().countByQuarter(year) };
const take = (setId: string, changes: Partial<AvscSet> = {}) =>
  takeAvscSet({ pool: database.pool, store, database: name, setId, tables, ...changes });
const loadedTables = async () => {
  const [found] = await bigquery.client.dataset(dataset).getTables();
  return found.map(({ id }) => id).sort();
};
const inSet = (setId: string) => tables.map((table) => `${table}_${setId.replace('-', '_')}`);

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  name = database.target.MYSQL_DATABASE;
  storageHome = makeStorageHome();
  const storage = await storageHome.start();
  store = storageSetStore(new Storage({ apiEndpoint: storage.url, projectId: 'test' }), 'drop');
  bigqueryHome = makeBigQueryHome();
  bigquery = await bigqueryHome.start({ storageUrl: storage.url });
});
afterAll(async () => {
  await bigqueryHome.remove();
  await storageHome.remove();
  await database.drop();
});

describe('hires counted on BigQuery', () => {
  it('want a dataset and a backup set', async () => {
    await expect(counter.countByQuarter(2021)).rejects.toMatchObject({
      code: 'not-found',
      message: `There is no sound backup set of ${name} that holds hired_employees, departments, jobs; take one first.`,
    });
    await fillHires(database.pool, 3000);
    await take('20261101T000000Z-000001');
    await expect(counter.countByQuarter(2021)).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('dataset hiring_reports'),
    });
    await ensureReports(bigquery.client, dataset);
    await ensureReports(bigquery.client, dataset);
  });

  it.each([2019, 2020, 2021, 2022])('are those of MySQL for %d', async (year) => {
    const byKey = <C extends { departmentId: number | null }>(counts: readonly C[]) =>
      new Map(
        counts.map(({ departmentId, ...rest }) => [
          `${departmentId} ${'jobId' in rest ? rest.jobId : ''}`,
          rest,
        ]),
      );
    const [mysql, other] = [mysqlHireCounter(database.pool), newCounter()];
    const set = { id: '20261101T000000Z-000001', takenAt: '2026-11-20T23:15:00.123Z' };
    for (const count of ['countByQuarter', 'countByDepartment'] as const) {
      const { counts: expected, ...facts } = await mysql[count](year);
      const { counts, ...rest } = await other[count](year);
      expect(byKey<(typeof counts)[number]>(counts)).toEqual(
        byKey<(typeof expected)[number]>(expected),
      );
      expect(rest).toEqual({ ...facts, openRejects: 70, set });
      expect(counts.length > 0).toBe(year !== 2019);
    }
  });

  it('are those of the newest set, whatever the database holds by now', async () => {
    await database.pool.query('DELETE FROM hired_employees WHERE id > 1000');
    expect((await counter.countByQuarter(2021)).set?.id).toBe('20261101T000000Z-000001');
    await take('20261102T000000Z-000002');
    const { set, counts } = await newCounter().countByDepartment(2021);
    expect(set?.id).toBe('20261102T000000Z-000002');
    expect(counts.length).toBeGreaterThan(0);
    expect(await counter.countByQuarter(2021)).toMatchObject({
      withoutDate: (await mysqlHireCounter(database.pool).countByQuarter(2021)).withoutDate,
    });
  });

  it('are the same for all who ask at the same time, also in two instances', async () => {
    await take('20261103T000000Z-000003');
    const [one, two] = [newCounter(), newCounter()];
    const answers = await Promise.all(
      [one, two, one, two, one, two].map((each) => each.countByQuarter(2021)),
    );
    const [first] = answers;
    for (const answer of answers) expect(answer).toEqual(first);
    expect(first?.set?.id).toBe('20261103T000000Z-000003');
  });

  it('keep the tables of their set and of the one before it, and whatever is not theirs', async () => {
    await bigquery.client.dataset(dataset).createTable('jobs_of_mine', { schema: 'n:INTEGER' });
    await take('20261104T000000Z-000004');
    await counter.countByQuarter(2021);
    expect(await loadedTables()).toEqual(
      [
        ...inSet('20261103T000000Z-000003'),
        ...inSet('20261104T000000Z-000004'),
        'jobs_of_mine',
      ].sort(),
    );
  });

  it('pass over sets that hold other tables, that are not whole, or that are known to be damaged', async () => {
    await take('20261105T000000Z-000005', { tables: ['departments', 'jobs'] });
    await store.writeText(`${setFolder(name, '20261106T000000Z-000006')}progress.json`, '{}', null);
    await take('20261107T000000Z-000007');
    const proof: Proof = {
      ...{ version: 1, kind: 'verify', set_id: '20261107T000000Z-000007', passed: false },
      ...{ started_at: '2026-11-07T01:00:00.000Z', finished_at: '2026-11-07T01:00:01.000Z' },
      ...{ tables: 3, rows: 0, bytes: 0, faults: [] },
    };
    const folder = setFolder(name, '20261107T000000Z-000007');
    await store.writeText(proofObject(folder, proof, 'a'), JSON.stringify(proof), null);
    expect((await counter.countByQuarter(2021)).set?.id).toBe('20261104T000000Z-000004');
  });
});

describe('a set that is not what its manifest says', () => {
  const spoiled = (database: string, setId: string, spoil?: AvscSet['spoil']) =>
    take(setId, { database, ...(spoil === undefined ? {} : { spoil }) });

  it('is refused where an object was replaced or is gone', async () => {
    await spoiled('replaced', '20261108T000000Z-000008');
    const object = tableObject(setFolder('replaced', '20261108T000000Z-000008'), 'jobs');
    const [found] = await store.list(object);
    await store.writeText(object, 'other', found?.generation ?? null);
    await expect(newCounter('replaced').countByQuarter(2021)).rejects.toMatchObject({
      code: 'invalid-object',
      message: `gs://drop/${object} is not the one that its manifest names; take a new backup.`,
    });
    const [replaced] = await store.list(object);
    await store.remove(object, replaced?.generation ?? '');
    await expect(newCounter('replaced').countByQuarter(2021)).rejects.toThrow(`${object} is gone`);
  });

  it('is refused where a file is no Avro, or breaks off', async () => {
    await spoiled('broken', '20261109T000000Z-000009', (file, table) =>
      table === 'jobs' ? file.subarray(0, -20) : file,
    );
    await expect(newCounter('broken').countByQuarter(2021)).rejects.toMatchObject({
      code: 'invalid-object',
      message: expect.stringContaining('jobs.avro; verify its set, and take a new backup.'),
    });
  });

  it('is refused where a file holds other rows', async () => {
    const empty = (file: Buffer, table: string) =>
      // Magic, header and sync marker stay; the blocks go.
      table === 'departments' ? file.subarray(0, file.indexOf(file.subarray(-16)) + 16) : file;
    await spoiled('shortened', '20261110T000000Z-000010', empty);
    await expect(newCounter('shortened').countByQuarter(2021)).rejects.toMatchObject({
      code: 'invalid-object',
      message: expect.stringContaining('departments.avro holds 0 rows where the manifest'),
    });
  });
});

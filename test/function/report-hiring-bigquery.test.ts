import { join } from 'node:path';
import { Storage } from '@google-cloud/storage';
import type { Listening } from '../../scripts/local/listen.ts';
import { startMetadataServer } from '../../scripts/local/metadata-server.ts';
import { openServiceAccount } from '../../scripts/local/service-account.ts';
import { ensureReports } from '../../shared/src/adapters/bigquery/reports/ensure-reports.ts';
import { storageSetStore } from '../../shared/src/adapters/storage/set-store.ts';
import { accessEnvironment } from '../support/access.ts';
import { takeAvscSet } from '../support/backup/take-avsc-set.ts';
import { type BigQueryHome, makeBigQueryHome, project } from '../support/bigquery-home.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { fillHires } from '../support/hires.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';
import { makeStorageHome, type StorageHome } from '../support/storage-home.ts';

const reports = ['/quarterly-hired', '/hiring-by-department'];
const setId = '20261120T231500Z-abc123';
const takenAt = '2026-11-20T23:15:00.123Z';

let database: TestDatabase;
let storageHome: StorageHome;
let bigqueryHome: BigQueryHome;
let metadata: Listening;
let served: ServedFunction;
let storageUrl: string;

const get = (path: string) => fetch(`${served.url}${path}`);
const text = async (path: string) => (await get(path)).text();

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  await fillHires(database.pool, 2000);
  storageHome = makeStorageHome();
  ({ url: storageUrl } = await storageHome.start({ buckets: ['results', 'backups'] }));
  bigqueryHome = makeBigQueryHome();
  const bigquery = await bigqueryHome.start({ storageUrl });
  await ensureReports(bigquery.client, 'hiring_reports');
  const account = openServiceAccount(join(bigqueryHome.folder, 'key.json'), project);
  metadata = await startMetadataServer(project, account);
  const { target } = await database.signInAs('report-hiring');
  Object.assign(process.env, {
    ...accessEnvironment,
    MYSQL_HOST: target.MYSQL_HOST,
    MYSQL_PORT: String(target.MYSQL_PORT),
    MYSQL_USER: target.MYSQL_USER,
    MYSQL_PASSWORD: target.MYSQL_PASSWORD,
    MYSQL_DATABASE: target.MYSQL_DATABASE,
    RESULTS_BUCKET: 'results',
    BACKUPS_BUCKET: 'backups',
    REPORTS_DATASET: 'hiring_reports',
    STORAGE_EMULATOR_HOST: storageUrl,
    GOOGLE_CLOUD_PROJECT: project,
    GCE_METADATA_HOST: new URL(metadata.url).host,
    METADATA_SERVER_DETECTION: 'assume-present',
    BIGQUERY_EMULATOR_HOST: `${bigquery.url}/bigquery/v2`,
  });
  await import('../../functions/report-hiring/src/index.ts');
  served = await serveFunction('report-hiring');
});

afterAll(async () => {
  served.close();
  await metadata.close();
  await bigqueryHome.remove();
  await storageHome.remove();
  await database.drop();
});

describe('report-hiring on BigQuery', () => {
  it('says that there is no backup set yet', async () => {
    const answer = await get('/quarterly-hired?engine=bigquery');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      code: 'not-found',
      detail: expect.stringMatching(/^There is no sound backup set of test_\w+ that holds/),
    });
    await takeAvscSet({
      pool: database.pool,
      store: storageSetStore(
        new Storage({ apiEndpoint: storageUrl, projectId: project }),
        'backups',
      ),
      database: database.target.MYSQL_DATABASE,
      setId,
      tables: ['departments', 'hired_employees', 'jobs'],
    });
  });

  describe.each(reports)('%s', (path) => {
    it.each(['2019', '2020', '2021', '2022'])(
      'is that of MySQL for %s, byte by byte, and leaves out the same',
      async (year) => {
        for (const includesUnknown of [true, false]) {
          const query = `year=${year}&format=csv&include_unknown=${includesUnknown}`;
          const [mysql, bigquery] = await Promise.all([
            get(`${path}?${query}`),
            get(`${path}?${query}&engine=bigquery`),
          ]);
          expect(bigquery.status).toBe(200);
          expect(await bigquery.text()).toBe(await mysql.text());
          expect(bigquery.headers.get('x-left-out')).toBe(mysql.headers.get('x-left-out'));
        }
      },
    );

    it('names the backup set and its time in every format', async () => {
      const sentence = `Counted in backup set ${setId}, taken at ${takenAt}.`;
      const json = await get(`${path}?engine=bigquery`);
      expect(await json.json()).toMatchObject({
        backup_set: { set_id: setId, taken_at: takenAt },
      });
      for (const format of ['text', 'html']) {
        expect(await text(`${path}?engine=bigquery&format=${format}`)).toContain(sentence);
        expect(await text(`${path}?format=${format}`)).not.toContain('backup set');
      }
      const csv = await get(`${path}?engine=bigquery&format=csv`);
      expect(csv.headers.get('x-backup-set')).toBe(`set_id=${setId}, taken_at=${takenAt}`);
    });
  });

  it('stays on BigQuery where its page leads on', async () => {
    const page = await text('/quarterly-hired?engine=bigquery&format=html');
    expect(page).toContain('?year=2022&amp;format=html&amp;engine=bigquery');
  });

  it('is saved under the name of its set', async () => {
    const answer = await get('/quarterly-hired?engine=bigquery&format=csv&save=true');
    const file = `hiring_by_quarter_2021_in_${setId}.csv`;
    expect(answer.headers.get('x-saved-to')).toBe(`gs://results/reports/${file}`);
    expect(answer.headers.get('content-disposition')).toContain(file);
  });
});

import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BigQueryHome, makeBigQueryHome, project } from '../support/bigquery-home.ts';
import { describeIf } from '../support/skip.ts';

const isInstalled = spawnSync('bq', ['version']).status === 0;

describeIf(isInstalled, 'bq is not installed')('bq', () => {
  let home: BigQueryHome;
  let url: string;

  beforeAll(async () => {
    home = makeBigQueryHome();
    ({ url } = await home.start());
    mkdirSync(join(home.folder, 'gcloud'));
    writeFileSync(join(home.folder, 'token'), 'local');
  });

  afterAll(() => home.remove());

  async function bq(...args: string[]): Promise<string> {
    const environment = {
      CLOUDSDK_CONFIG: join(home.folder, 'gcloud'),
      CLOUDSDK_CORE_PROJECT: project,
      CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
      CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: join(home.folder, 'token'),
    };
    const options = { cwd: home.folder, env: { ...process.env, ...environment } };
    return (await promisify(execFile)('bq', ['--api', url, '--headless', ...args], options)).stdout;
  }
  const rows = async (...args: string[]) => JSON.parse(await bq('--format=json', ...args));

  it('makes a dataset and a table, loads a file, and shows them', async () => {
    await bq('mk', '--description', 'All we sell', 'shop');
    await bq('mk', '--table', 'shop.items', 'id:INTEGER,name:STRING');
    writeFileSync(join(home.folder, 'items.csv'), '1,Lamp\n2,Chair\n');
    await bq('load', 'shop.items', 'items.csv');
    expect(await bq('ls')).toContain('shop');
    expect(await bq('ls', 'shop')).toMatch(/items +TABLE/);
    expect(await bq('show', 'shop.items')).toContain('|- id: integer');
    expect(await rows('head', 'shop.items')).toEqual([
      { id: '1', name: 'Lamp' },
      { id: '2', name: 'Chair' },
    ]);
  });

  it('queries with parameters, and writes to a table', async () => {
    const query = ['query', '--nouse_legacy_sql'];
    expect(
      await rows(...query, '--parameter=id:INT64:2', 'SELECT name FROM shop.items WHERE id = @id'),
    ).toEqual([{ name: 'Chair' }]);
    await bq(...query, '--destination_table=shop.copy', 'SELECT * FROM shop.items');
    expect(await rows(...query, 'SELECT COUNT(*) AS n FROM shop.copy')).toEqual([{ n: '2' }]);
    expect(await bq(...query, 'DELETE FROM shop.copy WHERE id = 1')).toContain(
      'Number of affected rows: 1',
    );
    expect(await bq(...query, '--dry_run', 'SELECT * FROM shop.items')).toContain(
      'Query successfully validated',
    );
  });

  it('says what is wrong in the words of BigQuery', async () => {
    const failure = await bq('show', 'shop.nope').catch((error) => error);
    expect(failure.stdout).toContain(`Not found: Table ${project}:shop.nope`);
    const legacy = await bq('query', '--use_legacy_sql', 'SELECT 1').catch((error) => error);
    expect(legacy.stdout.replaceAll(/\s+/g, ' ')).toContain('does not support legacy SQL');
  });

  it('inserts rows, changes descriptions, lists jobs and removes what it made', async () => {
    writeFileSync(join(home.folder, 'rows.json'), '{"id": 3, "name": "Bed"}\n');
    await bq('insert', 'shop.items', 'rows.json');
    await bq('update', '--description', 'On sale', 'shop.items');
    expect(JSON.parse(await bq('show', '--format=json', 'shop.items'))).toMatchObject({
      description: 'On sale',
      numRows: '3',
    });
    expect(await bq('ls', '-j')).toMatch(/query +SUCCESS/);
    await bq('rm', '-r', '-f', 'shop');
    expect((await bq('ls')).trim()).toBe('');
  });
});

import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeIf } from '../support/skip.ts';
import type { StartedStorage } from '../support/storage-home.ts';
import { makeStorageHome } from '../support/storage-home.ts';

const isInstalled = spawnSync('gcloud', ['--version']).status === 0;

describeIf(isInstalled, 'gcloud is not installed')('gcloud and gsutil', () => {
  const home = makeStorageHome();
  let storage: StartedStorage;
  let files: string;

  beforeAll(async () => {
    storage = await home.start({ buckets: ['drop', 'results'] });
    files = join(home.folder, 'files');
    mkdirSync(files);
    writeFileSync(join(files, 'jobs.csv'), 'id,job\n1,Cook\n');
  });

  afterAll(() => home.remove());

  async function run(program: string, ...args: string[]) {
    const environment = {
      CLOUDSDK_CONFIG: join(home.folder, 'gcloud'),
      CLOUDSDK_CORE_PROJECT: 'cutover-local',
      CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
      CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
      CLOUDSDK_AUTH_DISABLE_CREDENTIALS: 'true',
      CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE: `${storage.url}/`,
    };
    const options = { cwd: files, env: { ...process.env, ...environment } };
    return (await promisify(execFile)(program, args, options)).stdout;
  }
  const gcloud = (...args: string[]) => run('gcloud', 'storage', ...args);

  it('copy a file in, show it, copy it out and remove it', async () => {
    await gcloud('cp', 'jobs.csv', 'gs://drop/incoming/');
    expect(home.events.at(-1)?.object).toMatchObject({
      name: 'incoming/jobs.csv',
      contentType: 'text/csv',
    });
    expect(await gcloud('ls', 'gs://drop/**')).toBe('gs://drop/incoming/jobs.csv\n');
    expect(await gcloud('cat', 'gs://drop/incoming/jobs.csv')).toBe('id,job\n1,Cook\n');
    await gcloud('mv', 'gs://drop/incoming/jobs.csv', 'gs://results/moved.csv');
    await gcloud('cp', 'gs://results/moved.csv', 'back.csv');
    expect(readFileSync(join(files, 'back.csv'), 'utf8')).toBe('id,job\n1,Cook\n');
    await gcloud('rm', '-r', 'gs://results/**');
    expect((await gcloud('ls', 'gs://drop', 'gs://results')).trim()).toBe('');
  });

  it('copy a big file in by a resumable upload', async () => {
    writeFileSync(join(files, 'big.csv'), 'x'.repeat(9_000_000));
    await gcloud('cp', 'big.csv', 'gs://drop/');
    expect(home.events.at(-1)?.object).toMatchObject({ name: 'big.csv', size: '9000000' });
  });

  it('copy a file in by gsutil, which hands over to gcloud', async () => {
    await run(
      'gsutil',
      '-o',
      'GSUtil:use_gcloud_storage=True',
      'cp',
      'jobs.csv',
      'gs://drop/by-gsutil.csv',
    );
    expect(home.events.at(-1)?.object).toMatchObject({ name: 'by-gsutil.csv', size: '14' });
  });
});

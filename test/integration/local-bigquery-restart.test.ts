import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BigQuery } from '@google-cloud/bigquery';
import {
  type BigQueryHome,
  connectTo,
  makeBigQueryHome,
  project,
} from '../support/bigquery-home.ts';

const program = join(import.meta.dirname, '..', '..', 'scripts', 'local', 'bigquery', 'main.ts');

let home: BigQueryHome;
let child: ChildProcess | undefined;

beforeEach(() => {
  home = makeBigQueryHome();
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await home.remove();
});

const run = async (client: BigQuery, query: string) => (await client.query(query))[0];

async function spawnServer() {
  const file = join(home.folder, 'bigquery.duckdb');
  const args = ['--file', file, '--port', '0', '--project', project];
  const started = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  child = started;
  const [line] = await once(createInterface({ input: started.stdout }), 'line');
  const [url = ''] = /http:\/\/[\d.:]+/.exec(String(line)) ?? [];
  return { client: connectTo(url), process: started };
}

describe('a restart', () => {
  it('keeps datasets, tables, views, rows, their history and the jobs that have ids', async () => {
    const first = await home.start();
    const [dataset] = await first.client.createDataset('kept', {
      description: 'Mine',
      location: 'EU',
    });
    await dataset.createTable('T', {
      schema: 'n:INTEGER',
      description: 'Rows',
      clustering: { fields: ['n'] },
    });
    await run(first.client, 'CREATE VIEW kept.v AS SELECT n, CAST(n AS STRING) AS s FROM kept.T');
    await run(first.client, 'INSERT INTO kept.T VALUES (1)');
    const query = 'INSERT INTO kept.T VALUES (2)';
    const [job] = await first.client.createQueryJob({ query, jobId: 'named' });
    await job.getQueryResults();
    const history =
      'SELECT n, _CHANGE_TIMESTAMP AS ts FROM APPENDS(TABLE kept.T, NULL, NULL) ORDER BY ts';
    const describe = async ({ client, url }: typeof first) => ({
      dataset: (await client.dataset('kept').getMetadata())[0],
      tables: await Promise.all(
        ['T', 'v'].map(async (name) => (await client.dataset('kept').table(name).getMetadata())[0]),
      ),
      rows: await run(client, 'SELECT * FROM kept.v ORDER BY n'),
      history: await run(client, history),
      job: (await client.job('named').getMetadata())[0],
      url,
    });
    const withoutUrl = async (started: typeof first) => {
      const { url, ...all } = await describe(started);
      return JSON.parse(JSON.stringify(all).replaceAll(url, ''));
    };
    const before = await withoutUrl(first);
    await first.stop();
    const second = await home.start();
    expect(await withoutUrl(second)).toEqual(before);
    await expect(second.client.createQueryJob({ query, jobId: 'named' })).rejects.toMatchObject({
      code: 409,
    });
    await run(second.client, 'INSERT INTO kept.T VALUES (3)');
    expect((await run(second.client, history)).map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('sweeps up what was only for a while', async () => {
    const first = await home.start();
    const folder = join(home.folder, 'bigquery.duckdb.work');
    await first.client.createQueryJob(
      "SELECT REPEAT('x', 1000) AS s FROM UNNEST(GENERATE_ARRAY(1, 5000)) AS n",
    );
    await first.stop();
    expect(existsSync(folder)).toBe(false);
    await home.start();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says that another process has the file', async () => {
    await spawnServer();
    await expect(home.start()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('is open in another process'),
    });
  });
});

describe('a server killed at any instant', () => {
  it('keeps what it has answered, whole, and a job of a chosen id is done once', async () => {
    const answered: string[] = [];
    const tried: string[] = [];
    for (let round = 0; round < 6; round++) {
      const { client, process: running } = await spawnServer();
      if (round === 0) {
        await client.createDataset('kept');
        await run(client, 'CREATE TABLE kept.t (job STRING, n INT64)');
      }
      const work = async (lane: number) => {
        for (let count = 0; ; count++) {
          const jobId = `job-${round}-${lane}-${count}`;
          tried.push(jobId);
          const query = `INSERT INTO kept.t SELECT '${jobId}', n FROM UNNEST([1, 2, 3]) AS n`;
          const [job] = await client.createQueryJob({ query, jobId });
          await job.getQueryResults();
          answered.push(jobId);
        }
      };
      const lanes = [1, 2, 3].map(work);
      await sleep(120 + round * 37);
      running.kill('SIGKILL');
      await Promise.allSettled([...lanes, once(running, 'exit')]);
    }

    const { client } = await spawnServer();
    const counts = await run(client, 'SELECT job, COUNT(*) AS n FROM kept.t GROUP BY job');
    const kept = new Set(counts.map(({ job }) => job));
    expect(answered.length).toBeGreaterThan(0);
    expect(counts.filter(({ n }) => n !== 3)).toEqual([]);
    expect(answered.filter((job) => !kept.has(job))).toEqual([]);
    for (const jobId of tried) {
      const [exists] = await client.job(jobId).exists();
      expect([jobId, exists]).toEqual([jobId, kept.has(jobId)]);
    }
    const history = await run(
      client,
      'SELECT COUNT(*) AS n, COUNT(DISTINCT _CHANGE_TIMESTAMP) AS jobs FROM APPENDS(TABLE kept.t, NULL, NULL)',
    );
    expect(history).toEqual([{ n: kept.size * 3, jobs: kept.size }]);
  });
});

describe('many clients at once', () => {
  it('lose none of each other’s rows, and see their own', async () => {
    const { client } = await home.start();
    await client.createDataset('busy');
    await run(client, 'CREATE TABLE busy.t (lane INT64, n INT64)');
    const lanes = Array.from({ length: 10 }, async (_, lane) => {
      for (let n = 1; n <= 20; n++) {
        await client.query({ query: 'INSERT INTO busy.t VALUES (@lane, @n)', params: { lane, n } });
        const query = 'SELECT COUNT(*) AS n FROM busy.t WHERE lane = @lane';
        const [[own]] = await client.query({ query, params: { lane } });
        expect(own.n).toBe(n);
      }
    });
    await Promise.all(lanes);
    const history = await run(
      client,
      'SELECT COUNT(*) AS n, COUNT(DISTINCT _CHANGE_TIMESTAMP) AS jobs FROM APPENDS(TABLE busy.t, NULL, NULL)',
    );
    expect(history).toEqual([{ n: 200, jobs: 200 }]);
  });

  it('who insert the same key by a guarded statement, insert it once', async () => {
    const { client } = await home.start();
    await client.createDataset('busy');
    await run(client, 'CREATE TABLE busy.k (k STRING)');
    const guarded =
      "INSERT INTO busy.k SELECT 'same' FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM busy.k WHERE k = 'same')";
    await Promise.all(Array.from({ length: 20 }, () => run(client, guarded)));
    expect(await run(client, 'SELECT * FROM busy.k')).toEqual([{ k: 'same' }]);
  });

  it('who alter what others read, leave them with the one or the other', async () => {
    const { client } = await home.start();
    await client.createDataset('busy');
    await run(client, 'CREATE TABLE busy.s AS SELECT 0 AS n');
    const change = async () => {
      for (let n = 1; n <= 20; n++)
        await run(client, `CREATE OR REPLACE TABLE busy.s AS SELECT ${n} AS n`);
    };
    const seen: number[] = [];
    const read = async () => {
      while (seen.at(-1) !== 20) seen.push((await run(client, 'SELECT n FROM busy.s'))[0].n);
    };
    await Promise.all([change(), read()]);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(home.logged).toEqual([]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BigQuery, type QueryRowsCallback } from '@google-cloud/bigquery';
import { Storage } from '@google-cloud/storage';
import { type BigQueryHome, connectTo, makeBigQueryHome } from '../support/bigquery-home.ts';
import { makeStorageHome, type StorageHome } from '../support/storage-home.ts';

/**
 * What Google's documentation of the client library shows (cloud.google.com/bigquery/docs/samples,
 * language Node.js), as it is written there, over some rows of the public data that it names.
 */
let home: BigQueryHome;
let storageHome: StorageHome;
let bigquery: BigQuery;
let storage: Storage;
let folder: string;

beforeAll(async () => {
  home = makeBigQueryHome();
  storageHome = makeStorageHome();
  folder = mkdtempSync(join(tmpdir(), 'cutover-samples-'));
  const { url: storageUrl } = await storageHome.start({ buckets: ['cloud-samples-data'] });
  storage = new Storage({ apiEndpoint: storageUrl, projectId: 'test' });
  const { client, url } = await home.start({ storageUrl });
  bigquery = client;
  const publicData = connectTo(url, 'bigquery-public-data');
  for (const statement of [
    'CREATE SCHEMA usa_names',
    'CREATE SCHEMA samples',
    'CREATE TABLE usa_names.usa_1910_2013 (state STRING, gender STRING, year INT64, name STRING, number INT64)',
    "INSERT INTO usa_names.usa_1910_2013 VALUES ('TX', 'F', 1910, 'Mary', 895), ('TX', 'M', 1910, 'William', 700), ('WA', 'M', 1911, 'William', 51), ('WA', 'M', 1911, 'Ken', 3), ('CA', 'M', 1911, 'William', 1000)",
    'CREATE TABLE samples.shakespeare (word STRING, word_count INT64, corpus STRING, corpus_date INT64)',
    "INSERT INTO samples.shakespeare VALUES ('the', 614, 'romeoandjuliet', 1594), ('I', 577, 'romeoandjuliet', 1594), ('kiss', 25, 'romeoandjuliet', 1594), ('the', 995, 'hamlet', 1600)",
  ]) {
    await publicData.query(statement);
  }
});

afterAll(async () => {
  await home.remove();
  await storageHome.remove();
  rmSync(folder, { recursive: true });
});

describe('the documented samples', () => {
  it('query', async () => {
    const query = `SELECT name
      FROM \`bigquery-public-data.usa_names.usa_1910_2013\`
      WHERE state = 'TX'
      LIMIT 100`;
    const options = {
      query: query,
      location: 'US',
    };
    const [job] = await bigquery.createQueryJob(options);
    const [rows] = await job.getQueryResults();
    expect(rows).toEqual([{ name: 'Mary' }, { name: 'William' }]);
  });

  it('query with named parameters', async () => {
    const sqlQuery = `SELECT word, word_count
          FROM \`bigquery-public-data.samples.shakespeare\`
          WHERE corpus = @corpus
          AND word_count >= @min_word_count
          ORDER BY word_count DESC`;
    const options = {
      query: sqlQuery,
      location: 'US',
      params: { corpus: 'romeoandjuliet', min_word_count: 250 },
    };
    const [rows] = await bigquery.query(options);
    expect(rows).toEqual([
      { word: 'the', word_count: 614 },
      { word: 'I', word_count: 577 },
    ]);
  });

  it('query with positional parameters', async () => {
    const sqlQuery = `SELECT word, word_count
          FROM \`bigquery-public-data.samples.shakespeare\`
          WHERE corpus = ?
          AND word_count >= ?
          ORDER BY word_count DESC`;
    const options = {
      query: sqlQuery,
      location: 'US',
      params: ['romeoandjuliet', 250],
    };
    const [rows] = await bigquery.query(options);
    expect(rows).toHaveLength(2);
  });

  it('query with arrays as parameters', async () => {
    const sqlQuery = `SELECT name, sum(number) as count
    FROM \`bigquery-public-data.usa_names.usa_1910_2013\`
    WHERE gender = @gender
    AND state IN UNNEST(@states)
    GROUP BY name
    ORDER BY count DESC
    LIMIT 10;`;
    const options = {
      query: sqlQuery,
      location: 'US',
      params: { gender: 'M', states: ['WA', 'WI', 'WV', 'WY'] },
    };
    const [rows] = await bigquery.query(options);
    expect(rows).toEqual([
      { name: 'William', count: 51 },
      { name: 'Ken', count: 3 },
    ]);
  });

  it('query with structs as parameters', async () => {
    const sqlQuery = `SELECT @struct_value AS struct_obj;`;
    const options = {
      query: sqlQuery,
      location: 'US',
      params: { struct_value: { x: 1, y: 'foo' } },
    };
    const [rows] = await bigquery.query(options);
    expect(rows).toEqual([{ struct_obj: { x: 1, y: 'foo' } }]);
  });

  it('query with timestamps as parameters', async () => {
    const sqlQuery = `SELECT TIMESTAMP_ADD(@ts_value, INTERVAL 1 HOUR);`;
    const options = {
      query: sqlQuery,
      location: 'US',
      params: { ts_value: new Date('2016-12-07T08:00:00Z') },
    };
    const [rows] = await bigquery.query(options);
    expect(rows).toEqual([{ f0_: BigQuery.timestamp('2016-12-07T09:00:00.000Z') }]);
  });

  it('query with types of parameters', async () => {
    const queryConfig = {
      query: 'SELECT * FROM UNNEST (@names)',
      params: { names: [] },
      types: { names: ['STRING'] },
    };
    const [rows] = await bigquery.query(queryConfig);
    expect(rows).toEqual([]);
  });

  it('dry run', async () => {
    const [job] = await bigquery.createQueryJob({
      query: 'SELECT name FROM `bigquery-public-data.usa_names.usa_1910_2013`',
      location: 'US',
      dryRun: true,
    });
    expect(job.metadata.statistics.totalBytesProcessed).toMatch(/^\d+$/);
  });

  it('create a dataset, a table and rows as a stream', async () => {
    const [dataset] = await bigquery.createDataset('my_new_dataset', { location: 'US' });
    expect(dataset.id).toBe('my_new_dataset');
    const schema = 'Name:string, Age:integer, Weight:float, IsMagic:boolean';
    const options = {
      schema: schema,
      location: 'US',
    };
    const [table] = await bigquery.dataset('my_new_dataset').createTable('my_table', options);
    const rows = [
      { Name: 'Tom', Age: 30, Weight: 61.5, IsMagic: true },
      { Name: 'Jane', Age: 32 },
    ];
    await bigquery.dataset('my_new_dataset').table('my_table').insert(rows);
    const [read] = await table.getRows();
    expect(read).toEqual([rows[0], { ...rows[1], Weight: null, IsMagic: null }]);
  });

  it('load a local file', async () => {
    const filename = join(folder, 'file.csv');
    writeFileSync(filename, 'Gandalf, 2000, 140.0, TRUE\nSabrina, 17, 56.3, TRUE\n');
    await bigquery.createDataset('my_dataset');
    const metadata = {
      sourceFormat: 'CSV',
      skipLeadingRows: 0,
      autodetect: true,
      location: 'US',
    };
    await bigquery.dataset('my_dataset').table('local').load(filename, metadata);
    const [rows] = await bigquery.query('SELECT * FROM my_dataset.local');
    expect(rows.map(Object.values)).toEqual([
      ['Gandalf', 2000, 140, true],
      ['Sabrina', 17, 56.3, true],
    ]);
  });

  it('load CSV and JSON from Cloud Storage', async () => {
    const bucketName = 'cloud-samples-data';
    const states = [
      ['Alabama', 'AL'],
      ['Alaska', 'AK'],
    ];
    const csv = `name,post_abbr\n${states.map((state) => state.join(',')).join('\n')}\n`;
    await storage.bucket(bucketName).file('bigquery/us-states/us-states.csv').save(csv);
    const json = states.map(([name, post_abbr]) => JSON.stringify({ name, post_abbr })).join('\n');
    await storage.bucket(bucketName).file('bigquery/us-states/us-states.json').save(json);
    const schema = {
      fields: [
        { name: 'name', type: 'STRING' },
        { name: 'post_abbr', type: 'STRING' },
      ],
    };
    const loads = [
      ['us-states.csv', { sourceFormat: 'CSV', skipLeadingRows: 1, schema, location: 'US' }],
      ['us-states.json', { sourceFormat: 'NEWLINE_DELIMITED_JSON', schema, location: 'US' }],
    ] as const;
    for (const [filename, metadata] of loads) {
      const [job] = await bigquery
        .dataset('my_dataset')
        .table('states')
        .load(storage.bucket(bucketName).file(`bigquery/us-states/${filename}`), metadata);
      expect(job.status?.errors).toBeUndefined();
    }
    const [rows] = await bigquery.dataset('my_dataset').table('states').getRows();
    expect(rows).toHaveLength(4);
  });

  it('read results by pages', async () => {
    const [job] = await bigquery.createQueryJob(
      'SELECT n FROM UNNEST(GENERATE_ARRAY(1, 25)) AS n ORDER BY n',
    );
    const pages: number[][] = [];
    await new Promise<void>((resolve, reject) => {
      const manualPaginationCallback: QueryRowsCallback = (err, rows = [], nextQuery) => {
        if (err) return reject(err);
        pages.push((rows ?? []).map(({ n }) => n));
        if (nextQuery) job.getQueryResults(nextQuery, manualPaginationCallback);
        else resolve();
      };
      job.getQueryResults({ maxResults: 10, autoPaginate: false }, manualPaginationCallback);
    });
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(pages.flat().at(-1)).toBe(25);
  });
});

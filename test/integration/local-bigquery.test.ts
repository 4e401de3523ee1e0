import type { BigQuery, Dataset } from '@google-cloud/bigquery';
import { ask, type BigQueryHome, makeBigQueryHome, project } from '../support/bigquery-home.ts';

let home: BigQueryHome;
let client: BigQuery;
let url: string;
let dataset: Dataset;

beforeAll(async () => {
  home = makeBigQueryHome();
  ({ client, url } = await home.start());
  [dataset] = await client.createDataset('shop');
});

afterAll(() => home.remove());

const run = async (query: string) => (await client.query(query))[0];
const refusal = (code: number, reason: string, message: string | RegExp) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(message),
    errors: [expect.objectContaining({ reason })],
  });

describe('datasets', () => {
  it('are made, described, changed and listed', async () => {
    const [made] = await client.createDataset('plants', {
      location: 'EU',
      description: 'All that grows',
      labels: { kind: 'green' },
    });
    const [metadata] = await made.getMetadata();
    expect(metadata).toMatchObject({
      kind: 'bigquery#dataset',
      id: `${project}:plants`,
      datasetReference: { projectId: project, datasetId: 'plants' },
      location: 'EU',
      description: 'All that grows',
      labels: { kind: 'green' },
      creationTime: expect.stringMatching(/^\d{13}$/),
    });
    await made.setMetadata({ friendlyName: 'Plants', labels: { kind: null, of: 'mine' } });
    const [changed] = await made.getMetadata();
    expect(changed).toMatchObject({ friendlyName: 'Plants', description: 'All that grows' });
    expect(changed.labels).toEqual({ of: 'mine' });
    const [all] = await client.getDatasets();
    expect(all.map(({ id }) => id)).toEqual(['plants', 'shop']);
    const [first, next] = await client.getDatasets({ maxResults: 1, autoPaginate: false });
    expect([first.map(({ id }) => id), next]).toEqual([
      ['plants'],
      expect.objectContaining({ pageToken: expect.any(String) }),
    ]);
    await made.delete();
    expect(await made.exists()).toEqual([false]);
  });

  it('are there once', async () => {
    await expect(client.createDataset('shop')).rejects.toEqual(
      refusal(409, 'duplicate', `Already Exists: Dataset ${project}:shop`),
    );
  });

  it('go with their tables only where that is said', async () => {
    const [full] = await client.createDataset('full');
    await full.createTable('t', { schema: 'a:INTEGER' });
    await expect(full.delete()).rejects.toEqual(
      refusal(400, 'resourceInUse', `Dataset ${project}:full is still in use`),
    );
    await full.delete({ force: true });
    await expect(full.getMetadata()).rejects.toEqual(
      refusal(404, 'notFound', `Not found: Dataset ${project}:full`),
    );
    await client.createDataset('full');
    expect((await full.getTables())[0]).toEqual([]);
  });

  it('are told apart by the case of their names, and so are tables', async () => {
    const [one] = await client.createDataset('Garden');
    const [other] = await client.createDataset('garden');
    await one.createTable('T', { schema: 'a:INTEGER' });
    await one.createTable('t', { schema: 'b:STRING' });
    await run("INSERT INTO Garden.t VALUES ('small')");
    expect(await run('SELECT * FROM Garden.T')).toEqual([]);
    expect(await run('SELECT * FROM Garden.t')).toEqual([{ b: 'small' }]);
    expect((await other.getTables())[0]).toEqual([]);
  });

  it('have names of letters, digits and underscores', async () => {
    await expect(client.createDataset('a-b')).rejects.toEqual(
      refusal(400, 'invalid', /^Invalid dataset ID "a-b"/),
    );
  });

  it('are refused by name where they ask for what is not there', async () => {
    const settings = { defaultTableExpirationMs: '3600000' };
    await expect(client.createDataset('short', settings)).rejects.toEqual(
      refusal(501, 'notImplemented', 'defaultTableExpirationMs'),
    );
  });
});

describe('tables', () => {
  const schema = [
    { name: 'id', type: 'INTEGER', mode: 'REQUIRED', description: 'The key' },
    { name: 'name', type: 'STRING' },
    { name: 'tags', type: 'STRING', mode: 'REPEATED' },
    {
      name: 'address',
      type: 'RECORD',
      fields: [
        { name: 'city', type: 'STRING', description: 'Where' },
        { name: 'codes', type: 'INT64', mode: 'REPEATED' },
      ],
    },
  ];

  it('keep the schema, its modes and descriptions, and what is said of them', async () => {
    const [table] = await dataset.createTable('people', {
      schema,
      description: 'Who buys',
      labels: { of: 'shop' },
      clustering: { fields: ['id'] },
    });
    const [metadata] = await table.getMetadata();
    expect(metadata).toMatchObject({
      id: `${project}:shop.people`,
      type: 'TABLE',
      description: 'Who buys',
      labels: { of: 'shop' },
      clustering: { fields: ['id'] },
      numRows: '0',
      location: 'US',
      etag: expect.any(String),
    });
    expect(metadata.schema.fields).toEqual([
      { name: 'id', type: 'INTEGER', mode: 'REQUIRED', description: 'The key' },
      { name: 'name', type: 'STRING', mode: 'NULLABLE' },
      { name: 'tags', type: 'STRING', mode: 'REPEATED' },
      {
        name: 'address',
        type: 'RECORD',
        mode: 'NULLABLE',
        fields: [
          { name: 'city', type: 'STRING', mode: 'NULLABLE', description: 'Where' },
          { name: 'codes', type: 'INTEGER', mode: 'REPEATED' },
        ],
      },
    ]);
  });

  it('grow by columns, and lose the demand for a value', async () => {
    const table = dataset.table('people');
    const [{ schema: known }] = await table.getMetadata();
    await run("INSERT INTO shop.people (id, name) VALUES (1, 'Ann')");
    const fields = [...known.fields, { name: 'more', type: 'FLOAT' }];
    fields[0] = { ...fields[0], mode: 'NULLABLE', description: 'No key' };
    await table.setMetadata({ schema: { fields } });
    const [metadata] = await table.getMetadata();
    expect(metadata.schema.fields.at(0)).toEqual({
      name: 'id',
      type: 'INTEGER',
      mode: 'NULLABLE',
      description: 'No key',
    });
    expect(metadata.numRows).toBe('1');
    await run('INSERT INTO shop.people (id, more) VALUES (NULL, 1.5)');
    expect(await run('SELECT id, name, more FROM shop.people ORDER BY id DESC')).toEqual([
      { id: 1, name: 'Ann', more: null },
      { id: null, name: null, more: 1.5 },
    ]);
  });

  it.each([
    [(fields: object[]) => fields.slice(1), 'Field id is missing in new schema'],
    [
      (fields: object[]) => [{ name: 'id', type: 'STRING' }, ...fields.slice(1)],
      'Field id has changed type from INT64 to STRING',
    ],
    [
      (fields: object[]) => [...fields, { name: 'x', type: 'STRING', mode: 'REQUIRED' }],
      'Cannot add required fields to an existing schema',
    ],
  ])('lose, change or demand nothing by a schema: %s', async (change, message) => {
    const table = dataset.table('people');
    const [{ schema: known }] = await table.getMetadata();
    await expect(table.setMetadata({ schema: { fields: change(known.fields) } })).rejects.toEqual(
      refusal(400, 'invalid', message),
    );
  });

  it('are changed by who saw their last state only', async () => {
    const [table] = await dataset.createTable('guarded', { schema: 'a:INTEGER' });
    const [{ etag }] = await table.getMetadata();
    const patch = (description: string) =>
      ask(url, '/datasets/shop/tables/guarded', {
        method: 'PATCH',
        headers: { 'if-match': etag },
        body: JSON.stringify({ description }),
      });
    expect((await patch('first')).status).toBe(200);
    const second = await patch('second');
    expect(second.status).toBe(412);
    expect(second.body.error.errors[0]?.reason).toBe('conditionNotMet');
    expect((await table.getMetadata())[0].description).toBe('first');
  });

  it('may be partitioned, by time or by ranges of numbers', async () => {
    const [byDay] = await dataset.createTable('by_day', {
      schema: 'day:DATE,n:INTEGER',
      timePartitioning: { type: 'DAY', field: 'day' },
    });
    expect((await byDay.getMetadata())[0].timePartitioning).toEqual({ type: 'DAY', field: 'day' });
    await run(
      'CREATE TABLE shop.by_month (t TIMESTAMP, n INT64) PARTITION BY TIMESTAMP_TRUNC(t, MONTH) CLUSTER BY n',
    );
    const [byMonth] = await dataset.table('by_month').getMetadata();
    expect(byMonth).toMatchObject({
      timePartitioning: { type: 'MONTH', field: 't' },
      clustering: { fields: ['n'] },
    });
    await expect(
      dataset.createTable('x', {
        schema: 'a:STRING',
        timePartitioning: { type: 'DAY', field: 'a' },
      }),
    ).rejects.toEqual(refusal(400, 'invalid', 'must be of type DATE'));
  });

  it('expire never, and say so', async () => {
    await expect(
      dataset.createTable('brief', { schema: 'a:INTEGER', expirationTime: '1900000000000' }),
    ).rejects.toEqual(refusal(501, 'notImplemented', 'expirationTime'));
  });

  it('are listed by name with what they are', async () => {
    const [some] = await client.createDataset('listed');
    await some.createTable('b', { schema: 'a:INTEGER' });
    await some.createTable('a', { view: { query: 'SELECT 1 AS one', useLegacySql: false } });
    const [tables] = await some.getTables();
    expect(tables.map(({ id, metadata }) => [id, metadata.type])).toEqual([
      ['a', 'VIEW'],
      ['b', 'TABLE'],
    ]);
  });

  it('are not there twice, nor in a dataset that is not there', async () => {
    await expect(dataset.createTable('people', { schema })).rejects.toEqual(
      refusal(409, 'duplicate', `Already Exists: Table ${project}:shop.people`),
    );
    await expect(client.dataset('no').createTable('t', { schema })).rejects.toEqual(
      refusal(404, 'notFound', `Not found: Dataset ${project}:no`),
    );
    await expect(dataset.table('no').getMetadata()).rejects.toEqual(
      refusal(404, 'notFound', `Not found: Table ${project}:shop.no`),
    );
  });

  it('have columns that are told apart, and of types that there are', async () => {
    await expect(dataset.createTable('x', { schema: 'a:INTEGER,A:STRING' })).rejects.toEqual(
      refusal(400, 'invalid', 'Field A already exists in schema'),
    );
    await expect(dataset.createTable('x', { schema: 'a:GEOGRAPHY' })).rejects.toEqual(
      refusal(501, 'notImplemented', 'columns of type GEOGRAPHY'),
    );
  });
});

describe('views', () => {
  it('answer their query, and follow what they read', async () => {
    await run('CREATE TABLE shop.sales (day DATE, amount NUMERIC)');
    const [view] = await dataset.createTable('totals', {
      description: 'By day',
      view: {
        query: 'SELECT day, SUM(amount) AS total FROM shop.sales GROUP BY day',
        useLegacySql: false,
      },
    });
    await run("INSERT INTO shop.sales VALUES ('2024-01-01', 1.25), ('2024-01-01', 2)");
    const [[row]] = await client.query('SELECT * FROM shop.totals');
    expect([row.day.value, String(row.total)]).toEqual(['2024-01-01', '3.25']);
    const [metadata] = await view.getMetadata();
    expect(metadata).toMatchObject({ type: 'VIEW', description: 'By day' });
    expect(metadata.schema.fields).toEqual([
      { name: 'day', type: 'DATE', mode: 'NULLABLE' },
      { name: 'total', type: 'NUMERIC', mode: 'NULLABLE' },
    ]);
  });

  it('get another query', async () => {
    const view = dataset.table('totals');
    const query = 'SELECT COUNT(*) AS days FROM shop.sales';
    await view.setMetadata({ view: { query, useLegacySql: false } });
    expect(await run('SELECT * FROM shop.totals')).toEqual([{ days: 2 }]);
    const [metadata] = await view.getMetadata();
    expect(metadata).toMatchObject({ description: 'By day', view: { query } });
    expect(metadata.schema.fields.map(({ name }: { name: string }) => name)).toEqual(['days']);
  });

  it('say where their query is wrong', async () => {
    const view = { query: 'SELECT 1,\n  nope FROM shop.sales', useLegacySql: false };
    await expect(dataset.createTable('wrong', { view })).rejects.toEqual(
      refusal(400, 'invalidQuery', 'Unrecognized name: nope at \\[2:3\\]'),
    );
  });

  it('take no rows, and are not read as tables', async () => {
    const view = dataset.table('totals');
    await expect(view.getRows()).rejects.toEqual(
      refusal(400, 'invalid', 'Cannot list a table of type VIEW.'),
    );
    await expect(view.insert([{ days: 1 }])).rejects.toEqual(
      refusal(400, 'invalid', 'Cannot add rows to a table of type VIEW'),
    );
  });
});

describe('rows', () => {
  const values = {
    i: 9007199254740991,
    f: 1.5,
    b: true,
    s: 'ñ `"\'\n😀',
    y: Buffer.from([0, 255]).toString('base64'),
    d: '2024-02-29',
    t: '12:34:56.789',
    dt: '2024-02-29T12:34:56.5',
    ts: '2024-02-29 12:34:56.000001+02:00',
    n: '-12345678901234567890.123456789',
    j: '{"a": [1, null]}',
    l: [1, 2],
    r: { x: 1, y: ['a'] },
  };

  beforeAll(async () => {
    await run(
      'CREATE TABLE shop.values (i INT64, f FLOAT64, b BOOL, s STRING, y BYTES, d DATE, t TIME, dt DATETIME, ts TIMESTAMP, n NUMERIC, j JSON, l ARRAY<INT64>, r STRUCT<x INT64, y ARRAY<STRING>>)',
    );
  });

  it('of every type are streamed in and read as they were', async () => {
    const table = dataset.table('values');
    await table.insert([values, { i: 2 }]);
    const { rows } = (await ask(url, '/datasets/shop/tables/values/data')).body;
    const cells = rows.map(({ f }) => f.map(({ v }) => v));
    expect(cells[0]).toEqual([
      '9007199254740991',
      '1.5',
      'true',
      values.s,
      values.y,
      '2024-02-29',
      '12:34:56.789000',
      '2024-02-29T12:34:56.500000',
      '1.709202896000001E9',
      '-12345678901234567890.123456789',
      '{"a":[1,null]}',
      [{ v: '1' }, { v: '2' }],
      { f: [{ v: '1' }, { v: [{ v: 'a' }] }] },
    ]);
    expect(cells[1]).toEqual(['2', ...Array(10).fill(null), [], null]);
    const [[read]] = await table.getRows({ wrapIntegers: true });
    expect(read).toMatchObject({
      s: values.s,
      y: Buffer.from([0, 255]),
      ts: { value: '2024-02-29T10:34:56.000001000Z' },
      r: { y: ['a'] },
    });
  });

  it('write a timestamp as it is asked for', async () => {
    const path = '/datasets/shop/tables/values/data?selectedFields=ts&maxResults=1';
    const read = async (option: string) => {
      const { rows } = (await ask(url, `${path}&formatOptions.${option}`)).body;
      return rows[0]?.f[0]?.v;
    };
    expect(await read('useInt64Timestamp=true')).toBe('1709202896000001');
    expect(await read('timestampOutputFormat=ISO8601_STRING')).toBe('2024-02-29T10:34:56.000001Z');
  });

  it('that are wrong are named, and keep the good ones out', async () => {
    const table = dataset.table('values');
    const bad = [
      { i: 'x' },
      { i: 3 },
      { nope: 1 },
      { l: 'no list' },
      { r: { z: 1 } },
      { d: '2023-02-29' },
    ];
    const failure = await table.insert(bad, { partialRetries: 0 }).catch((error) => error);
    expect(
      failure.response.insertErrors.map(
        ({ index, errors: [error] }: { index: number; errors: object[] }) => [index, error],
      ),
    ).toEqual([
      [
        0,
        {
          reason: 'invalid',
          location: 'i',
          debugInfo: '',
          message: expect.stringContaining('bad value): x'),
        },
      ],
      [1, { reason: 'stopped', location: '', debugInfo: '', message: '' }],
      [2, { reason: 'invalid', location: 'nope', debugInfo: '', message: 'no such field: nope.' }],
      [3, expect.objectContaining({ reason: 'invalid', location: 'l' })],
      [4, expect.objectContaining({ reason: 'invalid', location: 'r.z' })],
      [5, expect.objectContaining({ reason: 'invalid', location: 'd' })],
    ]);
    expect((await table.getMetadata())[0].numRows).toBe('2');
  });

  it('that are wrong are left out where that is said', async () => {
    const [table] = await dataset.createTable('skipping', { schema: 'a:INTEGER' });
    const rows = [{ a: 1 }, { a: 'x' }, { a: 3, more: 1 }];
    const options = { skipInvalidRows: true, ignoreUnknownValues: true, partialRetries: 0 };
    const failure = await table.insert(rows, options).catch((error) => error);
    expect(failure.response.insertErrors).toHaveLength(1);
    expect((await table.getRows())[0]).toEqual([{ a: 1 }, { a: 3 }]);
  });

  it('with an insertId that was there are not added again', async () => {
    const [table] = await dataset.createTable('once', { schema: 'a:INTEGER' });
    const send = (a: number, insertId: string) =>
      table.insert([{ insertId, json: { a } }], { raw: true });
    await send(1, 'x');
    await send(1, 'x');
    await send(2, 'y');
    expect((await table.getRows())[0]).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('take defaults where they say nothing', async () => {
    await run("CREATE TABLE shop.filled (a INT64, b STRING DEFAULT 'none', c INT64 DEFAULT 1 + 1)");
    await dataset.table('filled').insert([{ a: 1 }, { a: 2, b: null, c: 5 }]);
    expect(await run('SELECT * FROM shop.filled ORDER BY a')).toEqual([
      { a: 1, b: 'none', c: 2 },
      { a: 2, b: null, c: 5 },
    ]);
  });

  it('are read by pages, from any row, and by columns', async () => {
    const [table] = await dataset.createTable('many', { schema: 'n:INTEGER,s:STRING' });
    await run(
      "INSERT INTO shop.many SELECT n, 'x' FROM UNNEST(GENERATE_ARRAY(1, 5000)) AS n ORDER BY n",
    );
    const [page, next] = await table.getRows({
      maxResults: 3,
      startIndex: '4',
      autoPaginate: false,
    });
    expect(page).toEqual([5, 6, 7].map((n) => ({ n, s: 'x' })));
    const [following] = await table.getRows({ ...next, autoPaginate: false });
    expect(following.map(({ n }) => n)).toEqual([8, 9, 10]);
    const [all] = await table.getRows();
    expect(all.map(({ n }) => n)).toEqual(Array.from({ length: 5000 }, (_, index) => index + 1));
    const [columns] = await table.getRows({
      selectedFields: 'S',
      maxResults: 1,
      autoPaginate: false,
    });
    expect(columns).toEqual([{ s: 'x' }]);
  });
});

describe('what is not there', () => {
  it('is refused by its name, in the shape of an error of BigQuery', async () => {
    const message = `The local BigQuery does not support GET /bigquery/v2/projects/${project}/datasets/shop/routines.`;
    expect(await ask(url, '/datasets/shop/routines')).toEqual({
      status: 501,
      body: {
        error: {
          code: 501,
          message,
          errors: [{ domain: 'global', reason: 'notImplemented', message }],
          status: 'UNIMPLEMENTED',
        },
      },
    });
    const { status, body } = await ask(url, '/datasets?filter=labels.a:b');
    expect([status, body.error.message]).toEqual([
      501,
      expect.stringContaining('the parameter filter'),
    ]);
  });

  it('is served under the base path and without it', async () => {
    for (const base of ['', '/bigquery/v2']) {
      const answer = await fetch(`${url}${base}/projects/${project}/datasets/shop`);
      expect(await answer.json()).toMatchObject({ id: `${project}:shop` });
    }
  });
});

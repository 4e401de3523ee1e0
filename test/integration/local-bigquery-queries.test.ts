import { BigQuery, type Query } from '@google-cloud/bigquery';
import { ask, type BigQueryHome, makeBigQueryHome, project } from '../support/bigquery-home.ts';

let home: BigQueryHome;
let client: BigQuery;
let url: string;

beforeAll(async () => {
  home = makeBigQueryHome();
  ({ client, url } = await home.start());
  await client.createDataset('shop');
});

afterAll(() => home.remove());

async function run(query: string, params?: Query['params'], types?: Query['types']) {
  const more = { ...(params ? { params } : {}), ...(types ? { types } : {}) };
  const [rows] = await client.query({ query, ...more });
  return rows;
}

const post = (path: string, body: object) =>
  ask(url, path, { method: 'POST', body: JSON.stringify(body) });
const get = async (path: string) => (await ask(url, path)).body;

describe('parameters', () => {
  it.each([
    ['INT64', 9007199254740991, 9007199254740991],
    ['FLOAT64', 1.5, 1.5],
    ['BOOL', true, true],
    ['STRING', 'ñ "`\'\n😀\0', 'ñ "`\'\n😀\0'],
    ['BYTES', 'AAH/', Buffer.from([0, 1, 255])],
    ['NUMERIC', '1.000000001', '1.000000001'],
    ['DATE', BigQuery.date('2024-02-29'), { value: '2024-02-29' }],
    ['TIME', BigQuery.time('12:34:56.789'), { value: '12:34:56.789000' }],
    ['DATETIME', BigQuery.datetime('2024-02-29T12:34:56'), { value: '2024-02-29T12:34:56' }],
    [
      'TIMESTAMP',
      BigQuery.timestamp('2024-02-29T12:34:56.000001Z'),
      { value: '2024-02-29T12:34:56.000001000Z' },
    ],
    ['JSON', '{"b":[1,null],"a":"x"}', '{"b":[1,null],"a":"x"}'],
    ['STRING', '', ''],
  ])(
    'of type %s come back as they were sent, and NULL and lists of them, too',
    async (type, sent, back) => {
      const query = 'SELECT @one AS one, @nothing AS nothing, @many AS many, @none AS none';
      const params = { one: sent, nothing: null, many: [sent, sent], none: [] };
      const types = { one: type, nothing: type, many: [type], none: [type] };
      const [row] = await run(query, params, types);
      const plain = (value: unknown) => (type === 'NUMERIC' ? String(value) : value);
      expect(plain(row.one)).toEqual(back);
      expect(row.nothing).toBeNull();
      expect(row.many.map(plain)).toEqual([back, back]);
      expect(row.none).toEqual([]);
    },
  );

  it('of type STRUCT hold others, by name', async () => {
    const query = 'SELECT @it AS it, @it.x AS x, @it.inner.y AS y, @all AS list';
    const it = { x: 5, inner: { y: ['a'], z: null } };
    const types = {
      it: { x: 'INT64', inner: { y: ['STRING'], z: 'DATE' } },
      all: [{ x: 'INT64' }],
    };
    const [row] = await run(query, { it, all: [{ x: 1 }, { x: null }] }, types);
    expect(row).toEqual({ it, x: 5, y: ['a'], list: [{ x: 1 }, { x: null }] });
  });

  it('are named, or stand in the order of their question marks', async () => {
    expect(await run('SELECT ? AS a, ? AS b', [1, 'x'])).toEqual([{ a: 1, b: 'x' }]);
    await expect(run('SELECT @missing', { other: 1 })).rejects.toMatchObject({ code: 400 });
  });

  it('that are no values of their type are refused', async () => {
    await expect(run('SELECT @a', { a: 'x' }, { a: 'INT64' })).rejects.toMatchObject({
      code: 400,
      errors: [{ reason: 'invalid' }],
    });
  });
});

describe('queries', () => {
  beforeAll(async () => {
    await run('CREATE TABLE shop.numbers (n INT64 NOT NULL, word STRING)');
    await run(
      "INSERT INTO shop.numbers SELECT n, CONCAT('w', CAST(n AS STRING)) FROM UNNEST(GENERATE_ARRAY(1, 25000)) AS n",
    );
  });

  it('answer all rows by pages, in their order', async () => {
    const rows = await run('SELECT n FROM shop.numbers ORDER BY n');
    expect(rows).toHaveLength(25_000);
    const [job] = await client.createQueryJob('SELECT n FROM shop.numbers ORDER BY n DESC');
    const options = { maxResults: 10_000, autoPaginate: false };
    const [first, next, answer] = await job.getQueryResults(options);
    expect([first.length, first[0], answer?.totalRows]).toEqual([10_000, { n: 25_000 }, '25000']);
    const [second] = await job.getQueryResults({ ...next, autoPaginate: false });
    expect(second.at(-1)).toEqual({ n: 5001 });
    const [from] = await job.getQueryResults({ startIndex: '24999', autoPaginate: false });
    expect(from).toEqual([{ n: 1 }]);
  });

  it('answer more than fits in memory, from any row', async () => {
    const query = 'SELECT n, REPEAT(word, 100) AS s FROM shop.numbers ORDER BY n';
    const [job] = await client.createQueryJob(query);
    const options = { startIndex: '20000', maxResults: 2, autoPaginate: false };
    const [rows] = await job.getQueryResults(options);
    expect(rows).toEqual([20_001, 20_002].map((n) => ({ n, s: `w${n}`.repeat(100) })));
    let count = 0;
    for await (const row of client.createQueryStream(query)) {
      count += 1;
      expect(row.n).toBe(count);
    }
    expect(count).toBe(25_000);
  });

  it('answer with no more rows than are asked for, and a token for the others', async () => {
    const query = 'SELECT n FROM shop.numbers ORDER BY n';
    const request = { query, useLegacySql: false, maxResults: 2, requestId: 'pages' };
    const { body } = await post('/queries', request);
    expect(body).toMatchObject({
      kind: 'bigquery#queryResponse',
      jobComplete: true,
      totalRows: '25000',
      schema: { fields: [{ name: 'n', type: 'INTEGER' }] },
      rows: [{ f: [{ v: '1' }] }, { f: [{ v: '2' }] }],
      pageToken: expect.any(String),
    });
    const { jobReference, pageToken } = body;
    const more = await get(`/queries/${jobReference.jobId}?pageToken=${pageToken}&maxResults=1`);
    expect(more.rows).toEqual([{ f: [{ v: '3' }] }]);
  });

  it('say what they would read and answer in a dry run, and do nothing', async () => {
    const [job, answer] = await client.createQueryJob({
      query: 'SELECT * FROM shop.numbers',
      dryRun: true,
    });
    expect(job.metadata.status.state).toBe('DONE');
    expect(Number(answer.statistics?.totalBytesProcessed)).toBeGreaterThan(25_000 * 8);
    const { body } = await post('/queries', {
      query: 'DELETE FROM shop.numbers WHERE TRUE',
      useLegacySql: false,
      dryRun: true,
    });
    expect(body.jobComplete).toBe(true);
    expect(await run('SELECT COUNT(*) AS n FROM shop.numbers')).toEqual([{ n: 25_000 }]);
    const wrong = { query: 'SELECT nope', dryRun: true };
    await expect(client.createQueryJob(wrong)).rejects.toMatchObject({ code: 400 });
  });

  it('find names in the default dataset', async () => {
    const [rows] = await client.query({
      query: 'SELECT MAX(n) AS n FROM numbers',
      defaultDataset: { datasetId: 'shop' },
    });
    expect(rows).toEqual([{ n: 25_000 }]);
  });

  it('are GoogleSQL only', async () => {
    const answer = await post('/queries', { query: 'SELECT 1' });
    expect(answer.status).toBe(501);
    expect(answer.body.error.message).toContain('legacy SQL');
  });

  it('with the same requestId are one query', async () => {
    await run('CREATE TABLE shop.once (n INT64)');
    const query = 'INSERT INTO shop.once VALUES (1)';
    const request = { query, useLegacySql: false, requestId: 'the same' };
    const answers = await Promise.all([1, 2, 3].map(() => post('/queries', request)));
    expect(new Set(answers.map(({ body }) => body.jobReference.jobId)).size).toBe(1);
    expect(await run('SELECT n FROM shop.once')).toEqual([{ n: 1 }]);
  });

  it('that take longer than the client waits go on', async () => {
    const query = 'SELECT COUNT(*) AS n FROM shop.numbers a JOIN shop.numbers b ON a.n >= b.n';
    const { body } = await post('/queries', { query, useLegacySql: false, timeoutMs: 0 });
    expect(body).toMatchObject({ jobComplete: false, jobReference: { projectId: project } });
    const [rows] = await client.job(body.jobReference.jobId).getQueryResults();
    expect(rows).toEqual([{ n: (25_000 * 25_001) / 2 }]);
  });

  it('write their rows to a table, as their dispositions say', async () => {
    const destination = client.dataset('shop').table('written');
    const write = async (query: string, writeDisposition?: string) => {
      const more = writeDisposition === undefined ? {} : { writeDisposition };
      const [job] = await client.createQueryJob({ query, destination, ...more });
      return (await job.getQueryResults())[0];
    };
    expect(await write('SELECT 1 AS a')).toEqual([{ a: 1 }]);
    await expect(write('SELECT 2 AS a')).rejects.toMatchObject({
      errors: [{ reason: 'duplicate' }],
    });
    expect(await write('SELECT 2 AS a', 'WRITE_APPEND')).toEqual([{ a: 2 }]);
    expect(await run('SELECT a FROM shop.written ORDER BY a')).toEqual([{ a: 1 }, { a: 2 }]);
    await expect(write("SELECT 'x' AS a", 'WRITE_APPEND')).rejects.toMatchObject({
      errors: [{ reason: 'invalid' }],
    });
    await write('SELECT CAST(SUM(a) AS STRING) AS b FROM shop.written', 'WRITE_TRUNCATE');
    expect(await run('SELECT * FROM shop.written')).toEqual([{ b: '3' }]);
  });
});

describe('what a statement has done', () => {
  const statistics = async (query: string) => {
    const [job] = await client.createQueryJob(query);
    await job.getQueryResults();
    const [{ statistics: all }] = await job.getMetadata();
    return all.query;
  };

  it('is counted for INSERT, UPDATE, DELETE, MERGE and TRUNCATE', async () => {
    await run('CREATE TABLE shop.counted (id INT64, v STRING)');
    const counts = async (query: string) => {
      const { statementType, numDmlAffectedRows, dmlStats } = await statistics(query);
      const { insertedRowCount, updatedRowCount, deletedRowCount } = dmlStats;
      return [
        statementType,
        numDmlAffectedRows,
        insertedRowCount,
        updatedRowCount,
        deletedRowCount,
      ];
    };
    expect(await counts("INSERT INTO shop.counted VALUES (1, 'a'), (2, 'b'), (3, 'c')")).toEqual([
      'INSERT',
      '3',
      '3',
      '0',
      '0',
    ]);
    expect(await counts("UPDATE shop.counted SET v = 'x' WHERE id < 3")).toEqual([
      'UPDATE',
      '2',
      '0',
      '2',
      '0',
    ]);
    expect(await counts('DELETE FROM shop.counted WHERE id = 1')).toEqual([
      'DELETE',
      '1',
      '0',
      '0',
      '1',
    ]);
    expect(
      await counts(
        "MERGE shop.counted t USING (SELECT 2 AS id UNION ALL SELECT 3 UNION ALL SELECT 9) s ON t.id = s.id WHEN MATCHED AND t.id = 3 THEN DELETE WHEN MATCHED THEN UPDATE SET v = 'm' WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
      ),
    ).toEqual(['MERGE', '3', '1', '1', '1']);
    expect(await counts('TRUNCATE TABLE shop.counted')).toEqual([
      'TRUNCATE_TABLE',
      '2',
      '0',
      '0',
      '2',
    ]);
    expect(await counts('INSERT INTO shop.counted SELECT 1, v FROM shop.counted')).toEqual([
      'INSERT',
      '0',
      '0',
      '0',
      '0',
    ]);
  });

  it('is told of DDL', async () => {
    const ddl = async (query: string) => {
      const { statementType, ddlOperationPerformed, ddlTargetTable } = await statistics(query);
      return [statementType, ddlOperationPerformed, ddlTargetTable?.tableId];
    };
    expect(await ddl('CREATE TABLE shop.made (a INT64)')).toEqual([
      'CREATE_TABLE',
      'CREATE',
      'made',
    ]);
    expect(await ddl('CREATE TABLE IF NOT EXISTS shop.made (a INT64)')).toEqual([
      'CREATE_TABLE',
      'SKIP',
      'made',
    ]);
    expect(await ddl('CREATE OR REPLACE TABLE shop.made AS SELECT 1 AS b')).toEqual([
      'CREATE_TABLE_AS_SELECT',
      'REPLACE',
      'made',
    ]);
    expect(await ddl('ALTER TABLE shop.made ADD COLUMN c STRING')).toEqual([
      'ALTER_TABLE',
      'ALTER',
      'made',
    ]);
    expect(await run('SELECT * FROM shop.made')).toEqual([{ b: 1, c: null }]);
    expect(await ddl('DROP TABLE shop.made')).toEqual(['DROP_TABLE', 'DROP', 'made']);
    expect(await ddl('DROP TABLE IF EXISTS shop.made')).toEqual(['DROP_TABLE', 'SKIP', 'made']);
  });

  it('is all of it or nothing', async () => {
    await run('CREATE TABLE shop.whole (a INT64 NOT NULL)');
    await expect(
      run(
        'INSERT INTO shop.whole SELECT IF(n = 500, NULL, n) FROM UNNEST(GENERATE_ARRAY(1, 500)) AS n',
      ),
    ).rejects.toMatchObject({ code: 400, message: 'Required field a cannot be null' });
    expect(await run('SELECT COUNT(*) AS n FROM shop.whole')).toEqual([{ n: 0 }]);
  });
});

describe('the history of appended rows', () => {
  const appended = (table: string, more = 'NULL, NULL') =>
    run(
      `SELECT n, _CHANGE_TYPE AS type, _CHANGE_TIMESTAMP AS ts FROM APPENDS(TABLE shop.${table}, ${more}) ORDER BY ts, n`,
    );

  it('gives every row the time at which its job committed, each later than the one before', async () => {
    await run('CREATE TABLE shop.log (n INT64)');
    await run('INSERT INTO shop.log VALUES (3), (2)');
    await client
      .dataset('shop')
      .table('log')
      .insert([{ n: 1 }]);
    const [job] = await client.createQueryJob({
      query: 'SELECT 0 AS n',
      destination: client.dataset('shop').table('log'),
      writeDisposition: 'WRITE_APPEND',
    });
    await job.getQueryResults();
    const rows = await appended('log');
    expect(rows.map(({ n }) => n)).toEqual([2, 3, 1, 0]);
    expect(new Set(rows.map(({ ts }) => ts.value)).size).toBe(3);
    expect(rows.every(({ type }) => type === 'INSERT')).toBe(true);
    const since = BigQuery.timestamp(rows[2].ts.value);
    const query = 'SELECT n FROM APPENDS(TABLE shop.log, @since, NULL) ORDER BY n';
    expect(await run(query, { since })).toEqual([{ n: 0 }, { n: 1 }]);
  });

  it('is refused once rows were changed or removed', async () => {
    await run('CREATE TABLE shop.changed AS SELECT 1 AS n');
    expect(await appended('changed')).toHaveLength(1);
    await run('UPDATE shop.changed SET n = 2 WHERE FALSE');
    expect(await appended('changed')).toHaveLength(1);
    await run('UPDATE shop.changed SET n = 2 WHERE TRUE');
    await expect(appended('changed')).rejects.toMatchObject({ code: 501 });
    await run('CREATE OR REPLACE TABLE shop.changed AS SELECT 5 AS n');
    expect((await appended('changed')).map(({ n }) => n)).toEqual([5]);
  });
});

describe('jobs', () => {
  it('are what they were asked to be', async () => {
    const [job] = await client.createQueryJob({
      query: 'SELECT @n AS n',
      params: { n: 1 },
      labels: { of: 'mine' },
      location: 'EU',
    });
    await job.getQueryResults();
    const [metadata] = await job.getMetadata();
    expect(metadata).toMatchObject({
      kind: 'bigquery#job',
      id: `${project}:EU.${job.id}`,
      jobReference: { projectId: project, jobId: job.id, location: 'EU' },
      configuration: {
        jobType: 'QUERY',
        labels: { of: 'mine' },
        query: { query: 'SELECT @n AS n' },
      },
      status: { state: 'DONE' },
      statistics: { query: { statementType: 'SELECT', cacheHit: false } },
    });
    const table = metadata.configuration.query.destinationTable;
    const { rows } = await get(`/datasets/${table.datasetId}/tables/${table.tableId}/data`);
    expect(rows).toEqual([{ f: [{ v: '1' }] }]);
  });

  it('have ids of their own', async () => {
    const jobId = 'chosen';
    await run('CREATE TABLE shop.chosen (n INT64)');
    const query = 'INSERT INTO shop.chosen VALUES (1)';
    const [job] = await client.createQueryJob({ query, jobId });
    await job.getQueryResults();
    await expect(client.createQueryJob({ query, jobId })).rejects.toMatchObject({
      code: 409,
      message: `Already Exists: Job ${project}:US.chosen`,
    });
    expect(await run('SELECT n FROM shop.chosen')).toEqual([{ n: 1 }]);
  });

  it('tell why they failed', async () => {
    const { body } = await post('/jobs', {
      configuration: {
        query: { query: 'SELECT 1 / n FROM UNNEST([0]) AS n', useLegacySql: false },
      },
    });
    const job = client.job(body.jobReference.jobId);
    const failure = await job.promise().catch((error) => error);
    expect(failure).toMatchObject({ errors: [{ reason: 'invalidQuery' }] });
    const { status } = await get(`/jobs/${job.id}`);
    expect(status).toMatchObject({
      state: 'DONE',
      errorResult: { reason: 'invalidQuery', location: 'query', message: expect.any(String) },
    });
    const answer = await get(`/queries/${job.id}`);
    expect(answer.error).toMatchObject({ code: 400, message: status.errorResult.message });
  });

  it('are cancelled while they run', async () => {
    const query =
      'SELECT COUNT(*) FROM shop.numbers a, shop.numbers b, shop.numbers c WHERE a.n * b.n + c.n < 0';
    const [job] = await client.createQueryJob(query);
    await job.cancel();
    await expect(job.getQueryResults()).rejects.toMatchObject({
      errors: [{ reason: 'stopped' }],
    });
    expect(await run('SELECT 1 AS a')).toEqual([{ a: 1 }]);
  });

  it('are listed, newest first, and removed', async () => {
    const [jobs] = await client.getJobs({ maxResults: 3, autoPaginate: false });
    expect(jobs).toHaveLength(3);
    const [newest] = jobs;
    expect(newest?.metadata).toMatchObject({ state: 'DONE', statistics: expect.anything() });
    await newest?.delete();
    await expect(newest?.getMetadata()).rejects.toMatchObject({
      code: 404,
      message: `Not found: Job ${project}:${newest?.id}`,
    });
  });

  it('that extract are refused', async () => {
    const configuration = { extract: { sourceTable: {}, destinationUris: [] } };
    const { status, body } = await post('/jobs', { configuration });
    expect([status, body.error.message]).toEqual([
      501,
      'The local BigQuery does not support extract jobs.',
    ]);
  });

  it('copy tables', async () => {
    const [from, to] = ['numbers', 'copy'].map((name) => client.dataset('shop').table(name));
    await from?.copy(to as never);
    expect(await run('SELECT COUNT(*) AS n FROM shop.copy')).toEqual([{ n: 25_000 }]);
    const [metadata] = (await to?.getMetadata()) ?? [];
    expect(metadata.schema.fields[0]).toEqual({ name: 'n', type: 'INTEGER', mode: 'REQUIRED' });
    await from?.copy(to as never, { writeDisposition: 'WRITE_APPEND' });
    expect(await run('SELECT COUNT(*) AS n FROM shop.copy')).toEqual([{ n: 50_000 }]);
  });
});

describe('faults', () => {
  it.each([
    ['SELECT nope', 400, 'invalidQuery', 'Unrecognized name: nope at [1:8]'],
    ['SELECT 1 +', 400, 'invalidQuery', 'Syntax error'],
    [
      'SELECT * FROM shop.nope',
      404,
      'notFound',
      `Not found: Table ${project}:shop.nope was not found in location US`,
    ],
    [
      'SELECT * FROM nope.t',
      404,
      'notFound',
      `Not found: Dataset ${project}:nope was not found in location US`,
    ],
    [
      'CREATE TABLE shop.numbers (a INT64)',
      409,
      'duplicate',
      `Already Exists: Table ${project}:shop.numbers`,
    ],
    ['CREATE SCHEMA shop', 409, 'duplicate', `Already Exists: Dataset ${project}:shop`],
    ["SELECT CAST('x' AS INT64)", 400, 'invalidQuery', 'x'],
    ['', 400, 'invalid', 'query'],
  ])('%s is answered as BigQuery does', async (query, code, reason, message) => {
    await expect(run(query)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
      errors: [{ reason }],
    });
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BigQuery, Dataset } from '@google-cloud/bigquery';
import type { Bucket } from '@google-cloud/storage';
import {
  type ApiAnswer,
  ask,
  type BigQueryHome,
  makeBigQueryHome,
  project,
} from '../support/bigquery-home.ts';
import { makeStorageHome, type StorageHome } from '../support/storage-home.ts';
import { block, bytes, double, long, writeAvro } from '../support/write-avro.ts';

let home: BigQueryHome;
let storageHome: StorageHome;
let client: BigQuery;
let dataset: Dataset;
let bucket: Bucket;
let url: string;

beforeAll(async () => {
  home = makeBigQueryHome();
  storageHome = makeStorageHome();
  const storage = await storageHome.start();
  bucket = storage.bucket;
  ({ client, url } = await home.start({ storageUrl: storage.url }));
  [dataset] = await client.createDataset('loaded');
});

afterAll(async () => {
  await home.remove();
  await storageHome.remove();
});

const run = async (query: string) => (await client.query(query))[0];
const put = (name: string, content: string | Buffer) => bucket.file(name).save(content);

let tables = 0;
const newTable = () => {
  tables += 1;
  return `t${tables}`;
};

/** Loads an object, or what a pattern stands for, into a new table, and answers its rows. */
async function load(pattern: string, metadata: object, table = newTable()) {
  const [job] = await dataset.table(table).createLoadJob(bucket.file(pattern), metadata);
  await job.promise();
  const [{ statistics, status }] = await job.getMetadata();
  return {
    table,
    statistics: statistics.load,
    status,
    rows: await run(`SELECT * FROM loaded.${table}`),
  };
}

describe('CSV files', () => {
  const people = 'id,name,born\n1,Ann,2001-02-03\n2,"B ""b"",\nc",\n3,"",1999-12-31\n';
  const schema = { fields: ['id:INTEGER', 'name:STRING', 'born:DATE'].map(field) };

  function field(text: string) {
    const [name = '', type = ''] = text.split(':');
    return { name, type };
  }

  it('load by a schema, with their quotes and empty cells', async () => {
    await put('people.csv', people);
    const { rows, statistics } = await load('people.csv', { schema, skipLeadingRows: 1 });
    expect(rows).toEqual([
      { id: 1, name: 'Ann', born: { value: '2001-02-03' } },
      { id: 2, name: 'B "b",\nc', born: null },
      { id: 3, name: '', born: { value: '1999-12-31' } },
    ]);
    expect(statistics).toEqual({ inputFiles: '1', outputRows: '3', badRecords: '0' });
  });

  it('tell their columns themselves', async () => {
    await put(
      'guess.csv',
      'Id,First Name,ok,at,x\n1,a,true,2024-01-01 10:00:00,1.5\n2,b,false,,2\n',
    );
    const { rows, table } = await load('guess.csv', { autodetect: true });
    expect(rows).toEqual([
      { Id: 1, First_Name: 'a', ok: true, at: { value: '2024-01-01T10:00:00.000Z' }, x: 1.5 },
      { Id: 2, First_Name: 'b', ok: false, at: null, x: 2 },
    ]);
    const [{ schema: found }] = await dataset.table(table).getMetadata();
    expect(found.fields.map(({ type }: { type: string }) => type)).toEqual([
      'INTEGER',
      'STRING',
      'BOOLEAN',
      'TIMESTAMP',
      'FLOAT',
    ]);
  });

  it('come gzipped, with other delimiters, and in several files', async () => {
    await put('parts/1.csv.gz', gzipSync('1;a\n2;b\n'));
    await put('parts/2.csv', '3;c\n');
    await put('parts.txt', 'no part');
    const options = {
      schema: { fields: ['a:INTEGER', 'b:STRING'].map(field) },
      fieldDelimiter: ';',
    };
    const { rows, statistics } = await load('parts/*', options);
    expect(rows.map(({ b }) => b).sort()).toEqual(['a', 'b', 'c']);
    expect(statistics.inputFiles).toBe('2');
  });

  it('with too many bad records load nothing, and say what is wrong', async () => {
    await put('bad.csv', '1,a\nx,b\n3\n4,d,e\n5,f\n');
    const options = { schema: { fields: ['a:INTEGER', 'b:STRING'].map(field) } };
    await dataset.createTable('bad', { schema: options.schema });
    const failure = await load('bad.csv', { ...options, maxBadRecords: 2 }, 'bad').catch(
      (error) => error,
    );
    expect(failure.errors.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringContaining('too many errors, giving up. Rows: 4; errors: 3; max bad: 2'),
      expect.stringContaining("Could not parse 'x' as INT64 for field a (position 0); Row: 2"),
      expect.stringContaining('Found 1 column(s), expected 2.; Row: 3'),
      expect.stringContaining('Found 3 column(s), expected 2.; Row: 4'),
    ]);
    expect(await run('SELECT * FROM loaded.bad')).toEqual([]);
    const { rows, statistics, status } = await load(
      'bad.csv',
      { ...options, maxBadRecords: 3 },
      'bad',
    );
    expect(rows).toEqual([
      { a: 1, b: 'a' },
      { a: 5, b: 'f' },
    ]);
    expect(statistics.badRecords).toBe('3');
    expect(status).toMatchObject({ state: 'DONE', errors: expect.any(Array) });
    expect(status.errorResult).toBeUndefined();
  });

  it('add to a table, replace it, or find it empty', async () => {
    await put('one.csv', '1\n');
    const schema = { fields: [field('a:INTEGER')] };
    await load('one.csv', { schema }, 'kept');
    expect((await load('one.csv', { schema }, 'kept')).rows).toHaveLength(2);
    const truncate = { schema, writeDisposition: 'WRITE_TRUNCATE' };
    expect((await load('one.csv', truncate, 'kept')).rows).toHaveLength(1);
    const empty = { schema, writeDisposition: 'WRITE_EMPTY' };
    await expect(load('one.csv', empty, 'kept')).rejects.toMatchObject({
      errors: [{ reason: 'duplicate' }],
    });
    const never = { schema, createDisposition: 'CREATE_NEVER' };
    await expect(load('one.csv', never, 'nowhere')).rejects.toMatchObject({
      errors: [{ reason: 'notFound' }],
    });
  });

  it('respect what a table demands', async () => {
    await run('CREATE TABLE loaded.strict (a INT64 NOT NULL, b STRING)');
    await put('strict.csv', ',x\n1,y\n');
    const { rows } = await load('strict.csv', { maxBadRecords: 1 }, 'strict');
    expect(rows).toEqual([{ a: 1, b: 'y' }]);
    const other = { schema: { fields: [field('a:STRING'), field('b:STRING')] } };
    await expect(load('strict.csv', other, 'strict')).rejects.toMatchObject({
      message: expect.stringContaining('Field a has changed type from INT64 to STRING'),
    });
  });

  it('that are not there are named', async () => {
    await expect(load('nothing.csv', { autodetect: true })).rejects.toMatchObject({
      message: 'Not found: URI gs://drop/nothing.csv',
    });
    await expect(load('nothing/*', { autodetect: true })).rejects.toMatchObject({
      message: 'Not found: URI gs://drop/nothing/*',
    });
  });
});

describe('files of newline-delimited JSON', () => {
  const options = { sourceFormat: 'NEWLINE_DELIMITED_JSON' };

  it('load with lists, records and JSON', async () => {
    await put(
      'rows.json',
      '{"n":1,"tags":["a","b"],"at":{"x":1.5,"y":[1]},"any":{"z":[null]}}\n\n{"n":"2","any":"text"}\n',
    );
    const schema = {
      fields: [
        { name: 'n', type: 'INTEGER' },
        { name: 'tags', type: 'STRING', mode: 'REPEATED' },
        {
          name: 'at',
          type: 'RECORD',
          fields: [
            { name: 'x', type: 'FLOAT' },
            { name: 'y', type: 'INTEGER', mode: 'REPEATED' },
          ],
        },
        { name: 'any', type: 'JSON' },
      ],
    };
    const { rows } = await load('rows.json', { ...options, schema });
    expect(rows).toEqual([
      { n: 1, tags: ['a', 'b'], at: { x: 1.5, y: [1] }, any: '{"z":[null]}' },
      { n: 2, tags: [], at: null, any: '"text"' },
    ]);
  });

  it('tell their columns themselves', async () => {
    await put('guess.json', '{"n":1,"r":{"d":"2024-01-01"}}\n{"n":2.5,"l":[true],"r":{"s":"x"}}\n');
    const { rows } = await load('guess.json', { ...options, autodetect: true });
    expect(rows).toEqual([
      { n: 1, r: { d: { value: '2024-01-01' }, s: null }, l: [] },
      { n: 2.5, r: { d: null, s: 'x' }, l: [true] },
    ]);
  });

  it('may have fields that the schema does not know, where that is said', async () => {
    await put('more.json', '{"n":1,"more":2}\nno json\n');
    const schema = { fields: [{ name: 'n', type: 'INTEGER' }] };
    const failure = await load('more.json', { ...options, schema }).catch((error) => error);
    expect(failure.errors[1].message).toContain('no such field: more.');
    const lenient = { ...options, schema, ignoreUnknownValues: true, maxBadRecords: 1 };
    expect((await load('more.json', lenient)).rows).toEqual([{ n: 1 }]);
  });
});

describe('Avro files', () => {
  const optional = (type: unknown) => ['null', type];
  const schema = {
    type: 'record',
    name: 'Hire',
    namespace: 'hr',
    fields: [
      { name: 'id', type: 'long', doc: 'The key' },
      { name: 'name', type: optional('string') },
      { name: 'score', type: optional('double') },
      { name: 'ok', type: 'boolean' },
      { name: 'raw', type: optional('bytes') },
      { name: 'day', type: optional({ type: 'int', logicalType: 'date' }) },
      { name: 'at_utc', type: optional({ type: 'long', logicalType: 'timestamp-micros' }) },
      { name: 'at_wall', type: optional({ type: 'long', logicalType: 'local-timestamp-micros' }) },
      { name: 'clock', type: optional({ type: 'int', logicalType: 'time-millis' }) },
      {
        name: 'pay',
        type: optional({ type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 }),
      },
      { name: 'grade', type: { type: 'enum', name: 'Grade', symbols: ['A', 'B'] } },
      { name: 'tags', type: { type: 'array', items: 'string' } },
      {
        name: 'boss',
        type: optional({
          type: 'record',
          name: 'Boss',
          fields: [{ name: 'grade', type: 'Grade' }],
        }),
      },
      { name: 'notes', type: { type: 'map', values: 'long' } },
      { name: 'code', type: { type: 'fixed', name: 'Code', size: 2 } },
    ],
  };
  const some = (encoded: Buffer) => Buffer.concat([long(1), encoded]);
  const nothing = long(0);
  const full = Buffer.concat([
    long(9007199254740993n),
    some(bytes('Åsa 😀')),
    some(double(-1.5)),
    Buffer.from([1]),
    some(bytes(Buffer.from([0, 255]))),
    some(long(19_782)),
    some(long(1_709_202_896_000_001n)),
    some(long(-1n)),
    some(long(45_296_789)),
    some(bytes(Buffer.from([0xff, 0x85]))),
    long(1),
    block([bytes('a'), bytes('b')]),
    some(long(0)),
    block([Buffer.concat([bytes('k'), long(5)])]),
    Buffer.from([1, 2]),
  ]);
  const sparse = Buffer.concat([
    long(2),
    nothing,
    nothing,
    Buffer.from([0]),
    ...Array(6).fill(nothing),
    long(0),
    block([]),
    nothing,
    block([]),
    Buffer.from([0, 0]),
  ]);

  it.each(['null', 'deflate', 'snappy'] as const)(
    'of codec %s load as what they mean',
    async (codec) => {
      await put(`${codec}.avro`, writeAvro(schema, [[full], [sparse, sparse]], codec));
      const options = { sourceFormat: 'AVRO', useAvroLogicalTypes: true };
      const { table, statistics } = await load(`${codec}.avro`, options);
      expect(statistics.outputRows).toBe('3');
      const path = `/datasets/loaded/tables/${table}/data?formatOptions.useInt64Timestamp=true`;
      const cells = (await ask(url, path)).body.rows.map(({ f }) => f.map(({ v }) => v));
      expect(cells[0]).toEqual([
        '9007199254740993',
        'Åsa 😀',
        '-1.5',
        'true',
        'AP8=',
        '2024-02-29',
        '1709202896000001',
        '1969-12-31T23:59:59.999999',
        '12:34:56.789000',
        '-1.23',
        'B',
        [{ v: 'a' }, { v: 'b' }],
        { f: [{ v: 'A' }] },
        [{ v: { f: [{ v: 'k' }, { v: '5' }] } }],
        'AQI=',
      ]);
      expect(cells[1]).toEqual([
        '2',
        null,
        null,
        'false',
        ...Array(6).fill(null),
        'A',
        [],
        null,
        [],
        'AAA=',
      ]);
      const [{ schema: found }] = await dataset.table(table).getMetadata();
      expect(found.fields[0]).toEqual({
        name: 'id',
        type: 'INTEGER',
        mode: 'REQUIRED',
        description: 'The key',
      });
      expect(found.fields.map(({ type }: { type: string }) => type)).toEqual([
        'INTEGER',
        'STRING',
        'FLOAT',
        'BOOLEAN',
        'BYTES',
        'DATE',
        'TIMESTAMP',
        'DATETIME',
        'TIME',
        'NUMERIC',
        'STRING',
        'STRING',
        'RECORD',
        'RECORD',
        'BYTES',
      ]);
    },
  );

  it('load as what they are encoded in where their meaning is not asked for', async () => {
    await put('plain.avro', writeAvro(schema, [[full]]));
    const { rows } = await load('plain.avro', { sourceFormat: 'AVRO' });
    expect(rows[0]).toMatchObject({ day: 19_782, at_wall: -1 });
    expect(String(rows[0]?.pay)).toBe('-1.23');
  });

  describe('with decimals', () => {
    const decimal = (name: string, precision: number, scale: number) => ({
      name,
      type: { type: 'bytes', logicalType: 'decimal', precision, scale },
    });
    const decimals = {
      type: 'record',
      name: 'Decimals',
      fields: [
        decimal('a', 38, 9),
        decimal('b', 39, 9),
        decimal('c', 38, 10),
        decimal('d', 76, 38),
        decimal('e', 77, 38),
      ],
    };
    /** 1.5 in each of them, which its scale says. */
    const record = Buffer.concat(
      decimals.fields.map(({ type: { scale } }) => {
        const hex = (15n * 10n ** BigInt(scale - 1)).toString(16);
        return bytes(Buffer.from(`00${hex.padStart(hex.length + (hex.length % 2), '0')}`, 'hex'));
      }),
    );
    const loadDecimals = async (decimalTargetTypes?: readonly string[]) => {
      await put('decimals.avro', writeAvro(decimals, [[record]]));
      const table = newTable();
      const options: object = { sourceFormat: 'AVRO', decimalTargetTypes };
      const [job] = await dataset.table(table).createLoadJob(bucket.file('decimals.avro'), options);
      await job.promise();
      const [{ schema: found }] = await dataset.table(table).getMetadata();
      const { body } = await ask(url, `/datasets/loaded/tables/${table}/data`);
      return {
        table,
        types: found.fields.map(({ type }: { type: string }) => type),
        cells: body.rows[0]?.f.map(({ v }) => v),
      };
    };
    const big = 'BIGNUMERIC';

    it.each([
      [undefined, ['NUMERIC', 'NUMERIC', 'NUMERIC', 'NUMERIC', 'NUMERIC']],
      [
        [big, 'NUMERIC'],
        ['NUMERIC', big, big, big, big],
      ],
      [
        ['STRING', 'NUMERIC', big],
        ['NUMERIC', big, big, big, 'STRING'],
      ],
      [['STRING'], ['STRING', 'STRING', 'STRING', 'STRING', 'STRING']],
    ])(
      'load into the first of the target types %j that holds them, else the widest',
      async (targets, types) => {
        const loaded = await loadDecimals(targets);
        expect(loaded.types).toEqual(types);
        expect(loaded.cells).toEqual(['1.5', '1.5', '1.5', '1.5', '1.5']);
      },
    );

    it('refuse a value that the widest can not hold exactly, and types given twice', async () => {
      const { fields } = decimals;
      const tiny = { ...decimals, fields: [fields[3]] };
      await put('tiny.avro', writeAvro(tiny, [[bytes(Buffer.from([1]))]]));
      await expect(load('tiny.avro', { sourceFormat: 'AVRO' })).rejects.toMatchObject({
        message: expect.stringMatching(/The decimal 0\.0+1 is out of the range of NUMERIC/),
      });
      await expect(loadDecimals(['STRING', 'STRING'])).rejects.toThrow('duplicate types');
    });

    it('are shown by rows and copied, while statements refuse to work with BIGNUMERIC', async () => {
      const { table } = await loadDecimals([big]);
      expect(await run(`SELECT COUNT(*) AS n FROM loaded.${table}`)).toEqual([{ n: 1 }]);
      for (const what of ['*', 'a', 'a + 1', `(SELECT AS STRUCT ${table}.*)`, table]) {
        await expect(run(`SELECT ${what} FROM loaded.${table}`)).rejects.toMatchObject({
          message: expect.stringContaining('BIGNUMERIC'),
        });
      }
      for (const statement of [
        `INSERT INTO loaded.${table} (a) VALUES (1)`,
        `INSERT INTO loaded.${table} VALUES (1, 1, 1, 1, 1)`,
        `UPDATE loaded.${table} SET a = 1 WHERE TRUE`,
        `DELETE FROM loaded.${table} WHERE a = 1`,
        `CREATE TABLE loaded.other (n BIGNUMERIC) AS SELECT 1 AS n`,
        `CREATE TABLE loaded.other (n BIGNUMERIC DEFAULT 1)`,
      ]) {
        await expect(run(statement)).rejects.toMatchObject({
          message: expect.stringContaining('BIGNUMERIC'),
        });
      }
    });
  });

  it('that are broken, or are none, load nothing', async () => {
    const whole = writeAvro(schema, [[full], [full]]);
    const damaged = Buffer.from(whole);
    damaged[whole.length - 1] = 0;
    const files = { cut: whole.subarray(0, -20), damaged, none: Buffer.from('id,name\n') };
    for (const [name, content] of Object.entries(files)) {
      await put(`${name}.avro`, content);
      await expect(load(`${name}.avro`, { sourceFormat: 'AVRO' }, name)).rejects.toMatchObject({
        errors: [{ reason: 'invalid' }],
      });
      expect(await dataset.table(name).exists()).toEqual([false]);
    }
  });
});

describe('files of the client', () => {
  it('load by a multipart upload', async () => {
    const file = join(home.folder, 'mine.csv');
    writeFileSync(file, `n\n${Array.from({ length: 50_000 }, (_, n) => n).join('\n')}\n`);
    await dataset.table('mine').load(file, { sourceFormat: 'CSV', autodetect: true });
    expect(await run('SELECT COUNT(*) AS c, SUM(n) AS s FROM loaded.mine')).toEqual([
      { c: 50_000, s: (49_999 * 50_000) / 2 },
    ]);
  });

  it('load by a resumable upload, which is gone on with where it broke off', async () => {
    const configuration = {
      load: {
        destinationTable: { projectId: project, datasetId: 'loaded', tableId: 'resumed' },
        schema: { fields: [{ name: 'n', type: 'INTEGER' }] },
      },
    };
    const start = await fetch(
      `${url}/upload/bigquery/v2/projects/${project}/jobs?uploadType=resumable`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ configuration }),
      },
    );
    const session = start.headers.get('location') ?? '';
    const send = (body: string, range: string) =>
      fetch(session, { method: 'PUT', headers: { 'content-range': range }, body });
    const first = await send('1\n2\n', 'bytes 0-3/6');
    expect([first.status, first.headers.get('range')]).toEqual([308, 'bytes=0-3']);
    expect((await send('', 'bytes */6')).headers.get('range')).toBe('bytes=0-3');
    const last = await send('2\n3\n', 'bytes 2-5/6');
    const { jobReference } = (await last.json()) as ApiAnswer;
    await client.job(jobReference.jobId).promise();
    expect(await run('SELECT n FROM loaded.resumed')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect((await send('', 'bytes */6')).status).toBe(404);
  });
});

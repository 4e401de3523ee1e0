import type { BigQuery } from '@google-cloud/bigquery';
import { takeSet } from '../../../shared/src/domain/backup/take-set.ts';
import { type BackupZone, openBackupZone } from '../../support/backup/backup-zone.ts';
import { ask, makeBigQueryHome } from '../../support/bigquery-home.ts';

type Cell = string | null;

const nines = (whole: number, scale: number) => `${'9'.repeat(whole)}.${'9'.repeat(scale)}`;
const most = (bits: number) => String(2n ** BigInt(bits) - 1n);
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const point = '0101000000000000000000f83f00000000000000c0';

/** By MySQL's type: BigQuery's, and values as SQL writes them and as BigQuery's API answers them. */
const types: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] = [
  ['TINYINT', 'INTEGER', [['-128', '-128']]],
  ['TINYINT(1)', 'INTEGER', [['127', '127']]],
  ['SMALLINT UNSIGNED', 'INTEGER', [['65535', '65535']]],
  ['MEDIUMINT', 'INTEGER', [['-8388608', '-8388608']]],
  ['INT', 'INTEGER', [['-2147483648', '-2147483648']]],
  [
    'INT UNSIGNED ZEROFILL',
    'INTEGER',
    [
      [most(32), most(32)],
      ['7', '7'],
    ],
  ],
  [
    'BIGINT',
    'INTEGER',
    [
      ['-9223372036854775808', '-9223372036854775808'],
      [most(63), most(63)],
    ],
  ],
  [
    'BIGINT UNSIGNED',
    'NUMERIC',
    [
      [most(64), most(64)],
      ['0', '0'],
    ],
  ],
  [
    'YEAR',
    'INTEGER',
    [
      ['1901', '1901'],
      ["'0000'", '0'],
    ],
  ],
  ['BIT(1)', 'INTEGER', [["b'1'", '1']]],
  ['BIT(63)', 'INTEGER', [[most(63), most(63)]]],
  ['BIT(64)', 'NUMERIC', [[most(64), most(64)]]],
  [
    'DECIMAL(10,2)',
    'NUMERIC',
    [
      ['-1.5', '-1.5'],
      ['0', '0'],
    ],
  ],
  ['DECIMAL(38,9)', 'NUMERIC', [[`-${nines(29, 9)}`, `-${nines(29, 9)}`]]],
  ['DECIMAL(38,0)', 'BIGNUMERIC', [['9'.repeat(38), '9'.repeat(38)]]],
  [
    'DECIMAL(65,30)',
    'BIGNUMERIC',
    [
      [nines(35, 30), nines(35, 30)],
      ['-0.1', '-0.1'],
    ],
  ],
  ['DECIMAL(65,0)', 'STRING', [[`-${'9'.repeat(65)}`, `-${'9'.repeat(65)}`]]],
  [
    'FLOAT',
    'FLOAT',
    [
      ['0.1', '0.10000000149011612'],
      ['16777217', '1.6777216E7'],
    ],
  ],
  [
    'DOUBLE',
    'FLOAT',
    [
      ['0.1', '0.1'],
      ['-1.7976931348623157e308', '-1.7976931348623157E308'],
    ],
  ],
  [
    'DATE',
    'DATE',
    [
      ["'0001-01-01'", '0001-01-01'],
      ["'9999-12-31'", '9999-12-31'],
    ],
  ],
  ['DATETIME', 'DATETIME', [["'1969-12-31 23:59:59'", '1969-12-31T23:59:59']]],
  [
    'DATETIME(6)',
    'DATETIME',
    [
      ["'1000-01-01 00:00:00.000001'", '1000-01-01T00:00:00.000001'],
      ["'9999-12-31 23:59:59.999999'", '9999-12-31T23:59:59.999999'],
    ],
  ],
  ['TIMESTAMP NULL', 'TIMESTAMP', [["'1970-01-01 00:00:01'", '1000000']]],
  ['TIMESTAMP(6) NULL', 'TIMESTAMP', [["'2038-01-19 03:14:07.999999'", '2147483647999999']]],
  [
    'TIME',
    'STRING',
    [
      ["'-838:59:59'", '-838:59:59'],
      ["'00:00:00'", '00:00:00'],
    ],
  ],
  ['TIME(6)', 'STRING', [["'25:01:02.5'", '25:01:02.500000']]],
  [
    'CHAR(4)',
    'STRING',
    [
      ["'é '", 'é'],
      ["''", ''],
    ],
  ],
  [
    'VARCHAR(40)',
    'STRING',
    [
      ["' \\0\\t\\n\\'\"😀'", ' \0\t\n\'"😀'],
      ["'NULL'", 'NULL'],
    ],
  ],
  ['VARCHAR(4) CHARACTER SET latin1', 'STRING', [["_latin1 X'80e9df'", '€éß']]],
  ['LONGTEXT', 'STRING', [["REPEAT('é', 40000)", 'é'.repeat(40_000)]]],
  [
    "ENUM('a','it''s','Größe','')",
    'STRING',
    [
      ['2', "it's"],
      ['4', ''],
    ],
  ],
  [
    "SET('a','b','c')",
    'STRING',
    [
      ['5', 'a,c'],
      ['0', ''],
    ],
  ],
  [
    'JSON',
    'JSON',
    [
      [
        '\'{"ü": [1, null, "😀"], "a": 18446744073709551615}\'',
        '{"a":18446744073709551615,"ü":[1,null,"😀"]}',
      ],
      ["'null'", 'null'],
    ],
  ],
  ['BINARY(4)', 'BYTES', [["X'ff'", base64('ff000000')]]],
  [
    'VARBINARY(16)',
    'BYTES',
    [
      ["X'00ff0a'", base64('00ff0a')],
      ["''", ''],
    ],
  ],
  ['LONGBLOB', 'BYTES', [["X'5c4e0a'", base64('5c4e0a')]]],
  ['POINT', 'BYTES', [['POINT(1.5, -2)', base64(`00000000${point}`)]]],
  ['GEOMETRY', 'BYTES', [["ST_GeomFromText('POINT(1.5 -2)', 4326)", base64(`e6100000${point}`)]]],
];

const longest = Math.max(...types.map(([, , values]) => values.length));
const nothing: Cell[] = types.map(() => null);

describe('a table of every type, loaded from a set into BigQuery', () => {
  const home = makeBigQueryHome();
  let zone: BackupZone;
  let client: BigQuery;
  let url: string;

  beforeAll(async () => {
    zone = await openBackupZone();
    ({ client, url } = await home.start({ storageUrl: zone.storageUrl }));
    const columns = types.map(([type], at) => `c${at} ${type}`);
    await zone.pool.query(`CREATE TABLE every (id INT PRIMARY KEY, ${columns.join(', ')})`);
    for (let row = 0; row <= longest; row++) {
      const values = types.map(([, , all]) => (row === 0 ? 'NULL' : (all[row - 1] ?? all[0])?.[0]));
      await zone.pool.query(`INSERT INTO every VALUES (${row}, ${values.join(', ')})`);
    }
    const { tables } = await takeSet(zone.ports, { tables: ['every'], codec: 'deflate' });
    await client.createDataset('loaded');
    const [job] = await client
      .dataset('loaded')
      .table('every')
      .createLoadJob(zone.bucket.file(tables[0]?.object ?? ''), {
        sourceFormat: 'AVRO',
        useAvroLogicalTypes: true,
        decimalTargetTypes: ['NUMERIC', 'BIGNUMERIC', 'STRING'],
      });
    await job.promise();
  });

  afterAll(async () => {
    await home.remove();
    await zone.close();
  });

  it('has the types that are intended', async () => {
    const [{ schema }] = await client.dataset('loaded').table('every').getMetadata();
    expect(schema.fields).toEqual([
      { name: 'id', type: 'INTEGER', mode: 'REQUIRED' },
      ...types.map(([, type], at) => ({ name: `c${at}`, type, mode: 'NULLABLE' })),
    ]);
  });

  it('has every value to its last digit', async () => {
    const path = '/datasets/loaded/tables/every/data?formatOptions.useInt64Timestamp=true';
    const { body } = await ask(url, path);
    const cells = new Map(
      body.rows.map(({ f: [id, ...rest] }) => [Number(id?.v), rest.map(({ v }) => v)]),
    );
    expect(cells.get(0)).toEqual(nothing);
    for (let row = 1; row <= longest; row++) {
      const wanted = types.map(([, , all]) => (all[row - 1] ?? all[0])?.[1]);
      expect(cells.get(row)).toEqual(wanted);
    }
  });
});

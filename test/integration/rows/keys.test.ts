import { openRowsLane, type RowsLane } from '../../support/rows/rows-lane.ts';

/** Of each kind of key, SQL of values that are not in its order. */
const keys: Readonly<Record<string, readonly string[]>> = {
  BIGINT: ['9223372036854775807', '-9223372036854775808', '9223372036854775806', '0', '10', '9'],
  'BIGINT UNSIGNED': ['18446744073709551615', '18446744073709551614', '0', '2', '10'],
  'TINYINT(1)': ['-1', '2', '0', '1'],
  'DECIMAL(30,4)': [
    '12345678901234567890123456.0001',
    '12345678901234567890123456.0002',
    '-1',
    '0.5',
  ],
  DOUBLE: ['1e300', '-1e300', '0.1', '0.30000000000000004', '0.3'],
  FLOAT: ['16777216', '0.1', '0.2', '-3.4e38', '16777218'],
  'BIT(64)': ['18446744073709551615', '1', '0', '18446744073709551614'],
  DATE: ["'2021-02-01'", "'1999-12-31'", "'2021-01-31'"],
  'DATETIME(3)': ["'2021-01-01 00:00:00.002'", "'2021-01-01'", "'2021-01-01 00:00:00.001'"],
  TIMESTAMP: ["'2021-01-01 00:00:01'", "'1999-01-01'", "'2021-01-01'"],
  TIME: ["'-01:00:00'", "'100:00:00'", "'99:00:00'", "'00:00:00'"],
  YEAR: ["'2021'", "'1901'", "'0000'"],
  'VARCHAR(40)': ["'Zoë'", "'zoo'", "'a'", "'B'", "''", "'Ä\\''", "' x'", "'ß'"],
  'VARCHAR(40) CHARACTER SET latin1': ["'é'", "'f'", "'D'"],
  'CHAR(5)': ["'b'", "'a'", "'a b'"],
  'VARBINARY(4)': ["X'ff'", "X''", "X'00'", "X'0000'", "'\\''"],
  'BINARY(2)': ["X'ff'", "X'00'", "X'ff01'"],
  "ENUM('z','a','m')": ["'a'", "'z'", "'m'"],
};

describe('a key of any kind', () => {
  let lane: RowsLane;
  beforeAll(async () => {
    lane = await openRowsLane();
  });
  afterAll(() => lane.close());

  it.each(Object.entries(keys))('of %s gives each row once, both ways', async (type, values) => {
    const table = `t${Object.keys(keys).indexOf(type)}`;
    await lane.query(
      `CREATE TABLE ${table} (k ${type} NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n))`,
    );
    for (const n of [1, 2]) {
      await lane.query(
        `INSERT INTO ${table} VALUES ${values.map((k) => `(${k}, ${n})`).join(', ')}`,
      );
    }
    for (const order of ['asc', 'desc']) {
      const path = `/tables/${table}/rows?order=${order}&limit`;
      const whole = await lane.json(`${path}=10000`);
      const paged: unknown[] = [];
      let cursor = '';
      for (;;) {
        const { status, body } = await lane.json(`${path}=1${cursor}`);
        expect(status).toBe(200);
        paged.push(...body.items);
        if (body.next === null) break;
        cursor = `&cursor=${body.next}`;
      }
      expect(paged).toEqual(whole.body.items);
      expect(paged.length).toBe(2 * values.length);
    }
  });

  it.each(Object.entries(keys))('of %s is found by its value', async (type, values) => {
    const table = `t${Object.keys(keys).indexOf(type)}`;
    const csv = await (
      await lane.get(`/tables/${table}/rows?columns=k&format=csv&where[n]=1&limit=10000`)
    ).text();
    const cells = csv
      .split('\r\n')
      .slice(1, -1)
      .map((cell) => cell.replace(/^"(.*)"$/s, '$1'));
    expect(cells.length).toBe(values.length);
    for (const cell of cells) {
      const query = `where[n]=1&where[k]=${encodeURIComponent(cell)}`;
      const { body } = await lane.json(`/tables/${table}/rows?${query}`);
      expect([cell, body.items?.length]).toEqual([cell, 1]);
    }
  });

  it('says the reference system of a geometry where its column does not', async () => {
    await lane.query('CREATE TABLE places (id INT PRIMARY KEY, place GEOMETRY)');
    await lane.query(
      "INSERT INTO places VALUES (1, POINT(1, 2)), (2, ST_GeomFromText('POINT(1 2)', 4326)), (3, NULL)",
    );
    const { body } = await lane.json('/tables/places/rows?columns=place');
    expect(body.items).toEqual([
      { place: 'POINT(1 2)' },
      { place: 'SRID=4326;POINT(1 2)' },
      { place: null },
    ]);
  });
});

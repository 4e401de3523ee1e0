import fc from 'fast-check';
import { writeExpression } from '../../../shared/src/adapters/mysql/column-expressions.ts';
import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import type { Column } from '../../../shared/src/domain/contract.ts';
import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { openRowsLane, type RowsLane } from '../../support/rows/rows-lane.ts';

const digits = (most: bigint, least = 0n) => fc.bigInt(least, most).map(String);
const two = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((n) => String(n).padStart(2, '0'));
const day = fc
  .tuple(fc.integer({ min: 1000, max: 9999 }), two(1, 12), two(1, 28))
  .map((parts) => parts.join('-'));
const clock = fc.tuple(two(0, 23), two(0, 59), two(0, 59)).map((parts) => parts.join(':'));
const fraction = (places: number) =>
  digits(10n ** BigInt(places) - 1n).map((text) => `.${text.padStart(places, '0')}`);
const joined = (...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((texts) => texts.join(''));
const hex = (most: number) =>
  fc.uint8Array({ maxLength: most }).map((bytes) => Buffer.from(bytes).toString('hex'));
/** CSV's own signs, formulas, marks of NULL, and whatever else Unicode has. */
const text = fc
  .oneof(
    fc.constantFrom('', ' ', 'NULL', 'null', '=1+1', '-1', '@x', "'", '"', '\\', '\\\\N', ' \\N'),
    fc.constantFrom('a,b', 'a;b\tc|d', '\r\n', '\n', ' a ', '\u00a0', '\ufeffa', '7', '2021-01-01'),
    fc.string({ unit: 'binary', maxLength: 30 }).map((any) => any.replaceAll('\0', '')),
  )
  .filter((any) => any !== '\\N');
const member = fc.constantFrom("it's", 'a b', 'Größe', 'NULL');
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const point = fc.tuple(number, number).map(([x, y]) => `POINT(${x + 0} ${y + 0})`);

/** Of each type the canonical texts that a column may hold. */
const types: Readonly<Record<string, fc.Arbitrary<string>>> = {
  TINYINT: digits(127n, -128n),
  'TINYINT(1)': digits(127n, -128n),
  'INT UNSIGNED ZEROFILL': digits(2n ** 32n - 1n),
  BIGINT: digits(2n ** 63n - 1n, -(2n ** 63n)),
  'BIGINT UNSIGNED': digits(2n ** 64n - 1n),
  'DECIMAL(30,5)': joined(fc.constantFrom('', '-'), digits(10n ** 25n - 1n), fraction(5)),
  DOUBLE: number.map(String),
  FLOAT: fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
  'BIT(1)': digits(1n),
  'BIT(64)': digits(2n ** 64n - 1n),
  DATE: day,
  DATETIME: joined(day, fc.constant(' '), clock),
  'DATETIME(6)': joined(day, fc.constant(' '), clock, fraction(6)),
  'TIMESTAMP(3) NULL': joined(fc.constant('2021-07-27 '), clock, fraction(3)),
  'TIME(6)': joined(fc.constantFrom('', '-', '8'), clock, fraction(6)),
  YEAR: fc.integer({ min: 1901, max: 2155 }).map(String),
  'CHAR(40)': text.map((any) => any.replace(/ +$/, '')),
  'VARCHAR(60)': text,
  LONGTEXT: text,
  'VARCHAR(20) CHARACTER SET latin1': fc.string({ maxLength: 20 }).filter((any) => any !== '\\N'),
  'BINARY(4)': hex(4),
  'VARBINARY(40)': hex(40),
  LONGBLOB: hex(300),
  "ENUM('it''s','a b','Größe','NULL')": member,
  "SET('it''s','a b','Größe','NULL')": fc.uniqueArray(member).map((chosen) => chosen.join(',')),
  JSON: fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
  POINT: point,
  GEOMETRY: fc
    .array(point, { minLength: 1, maxLength: 3 })
    .map((points) => `GEOMETRYCOLLECTION(${points.join(',')})`),
};

const names = Object.keys(types).map((_, at) => `c${at}`);
const row = fc.tuple(...Object.values(types).map((cell) => fc.option(cell, { freq: 9 })));

describe('a table of every type, read as CSV and dropped again', () => {
  let zone: DropZone;
  let lane: RowsLane;

  beforeAll(async () => {
    const emptyText = Object.fromEntries(
      Object.keys(types).flatMap((type, at) =>
        /CHAR|TEXT|^SET/.test(type) ? [[`c${at}`, { empty: 'text' }]] : [],
      ),
    );
    const tablesConfig = {
      copies: { columns: emptyText },
      copied_words: { columns: { word: { empty: 'text' } } },
    };
    zone = await openDropZone(1000, { tablesConfig });
    lane = await openRowsLane(tablesConfig, zone.database);
    const columns = Object.keys(types).map((type, at) => `c${at} ${type}`);
    await zone.query(
      `CREATE TABLE originals (id INT PRIMARY KEY, ${columns.join(', ')}, twice INT AS (id * 2))`,
    );
    await zone.query('CREATE TABLE copies LIKE originals');
  });
  afterAll(async () => {
    await lane.close();
    await zone.close();
  });

  async function fill(rows: readonly (readonly (string | null)[])[]): Promise<void> {
    const { columns } = await describeTable(zone.database.pool, 'originals');
    const written = columns.filter(({ name }) => names.includes(name));
    const tuple = `(?, ${written.map((column: Column) => writeExpression(column)).join(', ')})`;
    await zone.query('DELETE FROM originals');
    await zone.query('DELETE FROM copies');
    const insert = `INSERT INTO originals (id, ${names.join(', ')}) VALUES ${rows.map(() => tuple).join(', ')}`;
    await zone.query(
      insert,
      rows.flatMap((cells, at) => [at, ...cells]),
    );
  }

  const read = async (table: string, format: string) =>
    (await lane.get(`/tables/${table}/rows?limit=all&format=${format}`)).text();

  it('holds the same rows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
        await fill(rows);
        const load = await zone.drop('copies.csv', await read('originals', 'csv'));
        expect(load).toMatchObject({ error: null, counts: { inserted: rows.length, rejected: 0 } });
        expect(await read('copies', 'csv')).toBe(await read('originals', 'csv'));
        expect(await read('copies', 'ndjson')).toBe(await read('originals', 'ndjson'));
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('of one column of texts holds the same rows, empty ones among them', async () => {
    await zone.query(
      'CREATE TABLE words (word VARCHAR(20) NOT NULL PRIMARY KEY COLLATE utf8mb4_bin)',
    );
    await zone.query('CREATE TABLE copied_words LIKE words');
    await zone.query("INSERT INTO words VALUES (''), (' x'), ('a;b'), ('c;d'), ('=1'), ('word')");
    const csv = await read('words', 'csv');
    expect(csv).toBe('word\r\n""\r\n" x"\r\n=1\r\na;b\r\nc;d\r\nword\r\n');
    const load = await zone.drop('copied_words.csv', csv);
    expect(load).toMatchObject({ error: null, counts: { inserted: 6, rejected: 0 } });
    expect(await read('copied_words', 'csv')).toBe(csv);
  });
});

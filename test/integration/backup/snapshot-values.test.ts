import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import type { Snapshot } from '../../../shared/src/domain/backup/snapshot.ts';
import { readTexts, wireCells } from '../../support/backup/wire-cells.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const most = (bits: number) => String(2n ** BigInt(bits) - 1n);
const nines = (whole: number, scale: number) => `${'9'.repeat(whole)}.${'9'.repeat(scale)}`;
const hex = (text: string) => `X'${Buffer.from(text).toString('hex')}'`;
/** A literal that the server takes for utf8mb4, whatever the characters are. */
const literal = (text: string) => `_utf8mb4 ${hex(text)}`;

/** By type: each value as SQL writes it, and the text that the snapshot must give for it. */
const types: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  TINYINT: [
    ['-128', '-128'],
    ['127', '127'],
    ['0', '0'],
  ],
  'TINYINT(1)': [
    ['-128', '-128'],
    ['1', '1'],
  ],
  'TINYINT UNSIGNED': [['255', '255']],
  SMALLINT: [
    ['-32768', '-32768'],
    ['32767', '32767'],
  ],
  'MEDIUMINT UNSIGNED': [['16777215', '16777215']],
  INT: [
    ['-2147483648', '-2147483648'],
    ['2147483647', '2147483647'],
  ],
  'INT(8) UNSIGNED ZEROFILL': [
    ['42', '42'],
    [most(32), most(32)],
  ],
  BIGINT: [
    ['-9223372036854775808', '-9223372036854775808'],
    [most(63), most(63)],
  ],
  'BIGINT UNSIGNED': [[most(64), most(64)]],
  'BIGINT(20) UNSIGNED ZEROFILL': [
    ['7', '7'],
    [most(64), most(64)],
  ],
  'DECIMAL(65,30)': [
    [nines(35, 30), nines(35, 30)],
    [`-${nines(35, 30)}`, `-${nines(35, 30)}`],
    ['0.1', `0.1${'0'.repeat(29)}`],
  ],
  'DECIMAL(65,0)': [['9'.repeat(65), '9'.repeat(65)]],
  'DECIMAL(38,38)': [[`-0.${'9'.repeat(38)}`, `-0.${'9'.repeat(38)}`]],
  'DECIMAL(10,2) ZEROFILL': [['1.5', '1.50']],
  'DECIMAL(65,30) ZEROFILL': [[nines(35, 30), nines(35, 30)]],
  FLOAT: [
    ['0.1', '0.10000000149011612'],
    ['16777217', '16777216'],
    ['-3.4028234663852886e38', '-3.4028234663852886e38'],
    ['1e-45', '1.401298464324817e-45'],
  ],
  'FLOAT(7,3)': [['1234.567', '1234.5670166015625']],
  DOUBLE: [
    ['5e-324', '5e-324'],
    ['-1.7976931348623157e308', '-1.7976931348623157e308'],
    ['0.1', '0.1'],
    ['1e15', '1e15'],
  ],
  'DOUBLE(8,3)': [['12345.678', '12345.678']],
  'DOUBLE(30,2) UNSIGNED ZEROFILL': [['1.25', '1.25']],
  'BIT(1)': [
    ["b'1'", '1'],
    ["b'0'", '0'],
  ],
  'BIT(63)': [[`b'${'1'.repeat(63)}'`, most(63)]],
  'BIT(64)': [[`b'${'1'.repeat(64)}'`, most(64)]],
  DATE: [
    ['1000-01-01', '1000-01-01'],
    ['9999-12-31', '9999-12-31'],
    ['0001-01-01', '0001-01-01'],
  ].map(([date = '']) => [`'${date}'`, date] as const),
  DATETIME: [["'2021-07-27 16:02:08'", '2021-07-27 16:02:08']],
  'DATETIME(6)': [
    ["'1000-01-01 00:00:00.000001'", '1000-01-01 00:00:00.000001'],
    ["'9999-12-31 23:59:59.999999'", '9999-12-31 23:59:59.999999'],
  ],
  'TIMESTAMP NULL': [["'1970-01-01 00:00:01'", '1970-01-01 00:00:01']],
  'TIMESTAMP(6) NULL': [["'2038-01-19 03:14:07.999999'", '2038-01-19 03:14:07.999999']],
  TIME: [
    ["'-838:59:59'", '-838:59:59'],
    ["'838:59:59'", '838:59:59'],
    ["'00:00:00'", '00:00:00'],
  ],
  'TIME(6)': [
    ["'-00:00:00.000001'", '-00:00:00.000001'],
    ["'25:01:02.5'", '25:01:02.500000'],
  ],
  YEAR: [
    ['1901', '1901'],
    ['2155', '2155'],
    ["'0000'", '0000'],
  ],
  'CHAR(4)': [
    [literal('😀é '), '😀é'],
    ["''", ''],
  ],
  'VARCHAR(20)': [
    [literal('\0\t\n\\\'"😀'), '\0\t\n\\\'"😀'],
    ["''", ''],
    ["' a '", ' a '],
  ],
  'VARCHAR(4) CHARACTER SET latin1': [
    [literal('€éß'), '€éß'],
    [`_latin1 X'81'`, '\u0081'],
  ],
  'VARCHAR(4) CHARACTER SET utf16': [[literal('a😀'), 'a😀']],
  'VARCHAR(4) CHARACTER SET gbk': [[literal('汉'), '汉']],
  LONGTEXT: [[`REPEAT(${literal('é')}, 40000)`, 'é'.repeat(40_000)]],
  "ENUM('small','Größe','it''s','')": [
    ['2', 'Größe'],
    ['3', "it's"],
    ['4', ''],
  ],
  "SET('a','b','c')": [
    ['5', 'a,c'],
    ['0', ''],
    ['7', 'a,b,c'],
  ],
  JSON: [
    [literal('{"ü": [1, null, "😀"]}'), '{"ü": [1, null, "😀"]}'],
    ["'null'", 'null'],
  ],
};

/** The same for bytes, in hexadecimal. */
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('hex');
const binaries: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'BINARY(4)': [
    ["X'ff'", 'ff000000'],
    ["X'20202020'", '20202020'],
  ],
  'VARBINARY(300)': [
    [`X'${everyByte}'`, everyByte],
    ["''", ''],
  ],
  'CHAR(3) CHARACTER SET binary': [["X'fffe'", 'fffe00']],
  'TEXT CHARACTER SET binary': [["X'fffe'", 'fffe']],
  TINYBLOB: [[`REPEAT(X'fb', 251)`, 'fb'.repeat(251)]],
  BLOB: [[`REPEAT(X'fe', 65535)`, 'fe'.repeat(65_535)]],
  POINT: [['POINT(1.5, -2)', '000000000101000000000000000000f83f00000000000000c0']],
  GEOMETRY: [["ST_GeomFromText('POINT(0 0)', 4326)", `e61000000101000000${'00'.repeat(16)}`]],
};

const columns = [
  ...Object.entries(types).map(([type, values]) => ({ type, values, encoding: 'utf8' as const })),
  ...Object.entries(binaries).map(([type, values]) => ({ type, values, encoding: 'hex' as const })),
].map((column, at) => ({ ...column, table: `t${at}` }));

describe('the values in a snapshot', () => {
  let database: TestDatabase;
  let snapshot: Snapshot;
  beforeAll(async () => {
    database = await createTestDatabase();
    for (const { table, type, values } of columns) {
      await database.pool.query(`CREATE TABLE ${table} (id INT PRIMARY KEY, v ${type})`);
      const rows = ['NULL', ...values.map(([sql]) => sql)].map((sql, id) => `(${id}, ${sql})`);
      await database.pool.query(`INSERT INTO ${table} VALUES ${rows.join(', ')}`);
    }
    snapshot = await openSnapshot(database.pool);
  });
  afterAll(async () => {
    await snapshot.close();
    await database.drop();
  });

  it.each(columns)('are exact for $type', async ({ table, values, encoding }) => {
    const cells: (string | null | undefined)[] = [];
    for await (const portion of snapshot.rows(table)) {
      for (const row of wireCells(portion)) cells.push(row[1]?.toString(encoding) ?? null);
    }
    expect(cells).toEqual([null, ...values.map(([, text]) => text)]);
  });

  it('are exact for any FLOAT and DOUBLE', async () => {
    const words = Array.from({ length: 4000 }, (_, at) => Math.imul(at + 1, 0x9e3779b1) >>> 0);
    const doubles = words.map((low, at) => {
      const bits = new DataView(new ArrayBuffer(8));
      bits.setUint32(0, words[words.length - 1 - at] ?? 0);
      bits.setUint32(4, low);
      return bits.getFloat64(0);
    });
    const floats = doubles.map(
      (_, at) => new Float32Array(Uint32Array.of(words[at] ?? 0).buffer)[0],
    );
    const rows = doubles.flatMap((double, at) => {
      const float = floats[at];
      return Number.isFinite(double) && Number.isFinite(float) ? [[double, float]] : [];
    });
    await database.pool.query(
      'CREATE TABLE numbers (id INT AUTO_INCREMENT PRIMARY KEY, d DOUBLE, f FLOAT)',
    );
    const literals = rows.map(([d, f]) => `(${d?.toExponential()}, ${f?.toExponential()})`);
    await database.pool.query(`INSERT INTO numbers (d, f) VALUES ${literals.join(', ')}`);
    const numbers = await openSnapshot(database.pool, { tables: ['numbers'] });
    const texts = await readTexts(numbers.rows('numbers'));
    await numbers.close();
    expect(texts.map(([, d, f]) => [Number(d), Math.fround(Number(f))])).toEqual(rows);
    expect(rows.length).toBeGreaterThan(3900);
  });
});

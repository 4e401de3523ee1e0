import { avroSchema } from '../../../shared/src/adapters/avro/avro-schema.ts';
import { parseSchema } from '../../../shared/src/adapters/avro/parse-schema.ts';
import { planColumns } from '../../../shared/src/adapters/avro/plan-columns.ts';
import type { Column } from '../../../shared/src/domain/contract.ts';
import { restoreFile, writeByAvsc } from '../../support/avro-rows.ts';
import { aColumn, aContract, hiredEmployees } from '../../support/columns.ts';

const integer = (sqlType: string, min: bigint, max: bigint) =>
  aColumn('integer', { sqlType, min, max });
const int = integer('int(11)', -(2n ** 31n), 2n ** 31n - 1n);
const bigint = integer('bigint(20)', -(2n ** 63n), 2n ** 63n - 1n);
const unsigned = integer('int(10) unsigned', 0n, 2n ** 32n - 1n);
const decimal = (precision: number, scale: number) =>
  aColumn('decimal', { sqlType: `decimal(${precision},${scale})`, precision, scale });
const varchar = (maxCharacters: number) =>
  aColumn('text', { sqlType: `varchar(${maxCharacters})`, maxCharacters, charset: 'utf8mb4' });
const char = aColumn('text', { sqlType: 'char(9)', maxCharacters: 9, fixedLength: true });
const text = aColumn('text', { sqlType: 'text', maxBytes: 65_535, charset: 'utf8mb4' });
const varbinary = (maxBytes: number) =>
  aColumn('binary', { sqlType: `varbinary(${maxBytes})`, maxBytes });
const binary = (maxBytes: number) =>
  aColumn('binary', { sqlType: `binary(${maxBytes})`, maxBytes, fixedLength: true });
const double = aColumn('float', { sqlType: 'double', singlePrecision: false });
const float = aColumn('float', { sqlType: 'float', singlePrecision: true });
const enumOf = (...members: string[]) =>
  aColumn('enum', { sqlType: `enum(${members.map((m) => `'${m}'`)})`, members });
const datetime = (fraction: number) =>
  aColumn('datetime', { sqlType: fraction === 0 ? 'datetime' : `datetime(${fraction})`, fraction });
const timestamp = aColumn('timestamp', { sqlType: 'timestamp', fraction: 0 });
const date = aColumn('date', { sqlType: 'date' });

function plan(from: readonly Column[], to: readonly Column[]) {
  const schema = JSON.stringify(avroSchema(aContract('t', from)));
  return planColumns('t.avro', parseSchema('t.avro', schema), aContract('t', to));
}

describe('the plan of a restore', () => {
  it.each([
    [int, bigint],
    [unsigned, bigint],
    [int, decimal(10, 0)],
    [int, double],
    [decimal(6, 2), decimal(8, 3)],
    [float, double],
    [varchar(10), varchar(20)],
    [varchar(10), text],
    [char, varchar(9)],
    [varbinary(2), varbinary(4)],
    [binary(2), varbinary(2)],
    [enumOf('a', 'b'), enumOf('c', 'b', 'a')],
    [enumOf('a'), varchar(1)],
    [datetime(0), datetime(6)],
    [timestamp, datetime(0)],
    [date, datetime(0)],
    [aColumn('bit', { sqlType: 'bit(4)' }), aColumn('bit', { sqlType: 'bit(64)', bits: 64 })],
  ])('takes $sqlType as $sqlType, which is wider', (from, to) => {
    expect(plan([from], [to]).columns).toEqual([to]);
  });

  it.each([
    [bigint, int, 'its range is narrower'],
    [int, unsigned, 'its range is narrower'],
    [decimal(6, 2), decimal(6, 3), 'fewer digits before the point'],
    [decimal(6, 2), decimal(6, 1), 'fewer decimals'],
    [
      decimal(6, 2),
      { ...decimal(8, 2), sqlType: 'decimal(8,2) unsigned', unsigned: true },
      'no negative',
    ],
    [double, float, 'it would round'],
    [varchar(20), varchar(10), 'it is shorter'],
    [text, varchar(100), 'it is shorter'],
    [varchar(9), char, 'it drops trailing spaces'],
    [varbinary(4), varbinary(2), 'it is shorter'],
    [binary(2), binary(4), 'it fills up with zero bytes'],
    [enumOf('a', 'b'), enumOf('a'), 'all of its members'],
    [datetime(6), datetime(3), "fewer digits of a second's fraction"],
    [datetime(0), timestamp, 'its range is narrower'],
    [datetime(0), date, 'no time of day'],
    [double, decimal(6, 2), 'does not take double of the file'],
    [int, varchar(20), 'does not take int of the file'],
    [varbinary(9), varchar(9), 'does not take bytes of the file'],
    [{ ...int, nullable: true }, { ...int, nullable: false }, 'may be NULL in the file'],
    [int, { ...int, generated: true }, 'is computed by the database'],
  ])('refuses $sqlType as $sqlType, by name', (from, to, reason) => {
    expect(() => plan([from], [to])).toThrow(/^t\.avro does not fit the table t\. The column c /);
    expect(() => plan([from], [to])).toThrow(reason);
  });

  it('goes by names, in any letter case, and takes the file in its own order', () => {
    const [a, b] = [
      { ...int, name: 'a' },
      { ...int, name: 'B' },
    ];
    const found = plan(
      [
        { ...b, name: 'b' },
        { ...a, name: 'A' },
      ],
      [a, b],
    );
    expect(found.columns).toEqual([b, a]);
  });

  it('leaves to the database what is missing and may be', () => {
    const id = { ...int, name: 'id', nullable: false };
    const note = { ...text, name: 'note' };
    const state = { ...int, name: 'state', nullable: false, hasDefault: true };
    const sum = { ...int, name: 'sum', nullable: false, generated: true };
    expect(plan([id], [id, note, state, sum])).toMatchObject({ filled: ['note', 'state'] });
  });

  it('names every column that does not fit', () => {
    const id = { ...int, name: 'id', nullable: false };
    const other = { ...bigint, name: 'other' };
    expect(() => plan([other, { ...int, name: 'gone' }], [id, { ...int, name: 'other' }])).toThrow(
      expect.objectContaining({
        code: 'invalid-object',
        details: [
          { at: 'other', message: expect.stringContaining('its range is narrower') },
          {
            at: 'gone',
            message: 'The column gone is in the file, and the table t has no such column.',
          },
          { at: 'id', message: expect.stringContaining('has no default') },
        ],
      }),
    );
  });

  it('finds columns again that Avro can not name', () => {
    const columns = ['año', 'a o', '1st', 'A_o', ''].map((name) => ({ ...int, name }));
    const schema = avroSchema(aContract('señal', columns));
    expect(schema).toMatchObject({ name: 'se_al', sql_name: 'señal' });
    expect(schema.fields.map(({ name }) => name)).toEqual(['a_o_2', 'a_o_3', '_1st', 'A_o', '_']);
    expect(plan(columns, columns).columns).toEqual(columns);
  });
});

describe("another system's file", () => {
  const field = (name: string, type: unknown) => ({ name, type });
  const schema = {
    type: 'record',
    name: 'employee',
    namespace: 'com.example',
    fields: [
      field('id', 'long'),
      field('name', ['string', 'null']),
      field('datetime', ['null', 'string']),
      field('department_id', ['null', 'long']),
      field('job_id', { type: 'int' }),
    ],
  };
  const hire = {
    id: 1n,
    name: 'Ana',
    datetime: '2021-07-27T16:02:08Z',
    department_id: 5n,
    job_id: 2,
  };
  const restore = async (...records: object[]) =>
    restoreFile(await writeByAvsc(schema, records), hiredEmployees);

  it('restores where each value fits', async () => {
    const { rows } = await restore(hire, { ...hire, id: 2n, datetime: null, department_id: null });
    expect(rows).toEqual([
      ['1', 'Ana', '2021-07-27 16:02:08', '5', '2'],
      ['2', 'Ana', null, null, '2'],
    ]);
  });

  it.each([
    [
      { id: 2n ** 31n },
      'the column id is 2147483648, which is not between -2147483648 and 2147483647',
    ],
    [{ id: -(2n ** 63n) }, 'the column id is -9223372036854775808, which is not between'],
    [{ name: null }, 'the column name is NULL, and the column may not be'],
    [{ name: 'a'.repeat(256) }, 'is longer than 255 characters'],
    [{ datetime: 'yesterday' }, 'the column datetime is refused: "yesterday" is not a date'],
  ])('is refused by row and column: %#', async (change, reason) => {
    await expect(restore(hire, { ...hire, ...change })).rejects.toThrow(
      'In row 2 of t.avro the value of',
    );
    await expect(restore(hire, { ...hire, ...change })).rejects.toThrow(reason);
  });

  const one = async (type: unknown, value: unknown, column: Column) => {
    const file = await writeByAvsc({ type: 'record', name: 'r', fields: [field('c', type)] }, [
      { c: value },
    ]);
    return (await restoreFile(file, aContract('r', [column]))).rows[0]?.[0];
  };
  const logical = (type: string, logicalType: string) => ({ type, logicalType });
  const fixed = { type: 'fixed', name: 'f', size: 4 };
  const time = aColumn('time', { sqlType: 'time(3)', fraction: 3 });

  it.each<[unknown, unknown, Column, string]>([
    ['boolean', true, aColumn('boolean'), '1'],
    ['int', 0, aColumn('year', { sqlType: 'year' }), '0000'],
    ['int', 2024, aColumn('year', { sqlType: 'year' }), '2024'],
    ['int', 5, double, '5'],
    ['float', 0.5, double, '0.5'],
    ['double', -0, double, '-0'],
    ['double', 0.5, float, '0.5'],
    ['string', '12.5', decimal(6, 2), '12.50'],
    ['long', 12n, decimal(6, 2), '12.00'],
    ['string', 'true', aColumn('boolean'), '1'],
    [logical('int', 'date'), 18_628, date, '2021-01-01'],
    [logical('int', 'date'), 18_628, datetime(3), '2021-01-01 00:00:00.000'],
    [logical('long', 'timestamp-millis'), -1n, datetime(3), '1969-12-31 23:59:59.999'],
    [
      logical('long', 'local-timestamp-micros'),
      253_402_300_799_999_999n,
      datetime(6),
      '9999-12-31 23:59:59.999999',
    ],
    [logical('long', 'timestamp-micros'), 1_609_459_200_000_000n, timestamp, '2021-01-01 00:00:00'],
    [logical('long', 'timestamp-micros'), 1_609_459_200_000_000n, date, '2021-01-01'],
    [logical('int', 'time-millis'), 86_399_999, time, '23:59:59.999'],
    [logical('long', 'time-micros'), 1000n, time, '00:00:00.001'],
    [
      { ...logical('bytes', 'decimal'), precision: 4, scale: 1 },
      Buffer.from([0xff, 0xff, 0x85]),
      decimal(6, 2),
      '-12.30',
    ],
    [
      { ...fixed, logicalType: 'decimal', precision: 4, scale: 0 },
      Buffer.from([0, 0, 0, 7]),
      bigint,
      '7',
    ],
    [fixed, Buffer.from([0, 9, 10, 255]), binary(4), '00090aff'],
    [{ type: 'enum', name: 'e', symbols: ['x', 'y'] }, 'y', enumOf('x', 'y'), 'y'],
    [
      'string',
      'POINT(1 2)',
      aColumn('geometry', { sqlType: 'point', shape: 'point' }),
      'POINT(1 2)',
    ],
    ['string', '{"a":1}', aColumn('json', { sqlType: 'json' }), '{"a":1}'],
  ])('of %j with %o', async (type, value, column, expected) => {
    expect(await one(type, value, column)).toBe(expected);
  });

  it.each<[unknown, unknown, Column, string]>([
    ['double', 0.1, float, 'is 0.1, which a FLOAT would round'],
    ['double', Number.NaN, double, 'is NaN'],
    ['long', 2n ** 60n, double, 'more digits than the column keeps'],
    ['long', 5n, aColumn('year', { sqlType: 'year' }), 'is not between 1901 and 2155'],
    ['string', '1.234', decimal(6, 2), 'has more than 2 decimals'],
    ['string', '{', aColumn('json', { sqlType: 'json' }), 'is not JSON'],
    [
      logical('long', 'timestamp-micros'),
      1_609_459_200_000_001n,
      datetime(0),
      'more than 0 digits',
    ],
    [logical('long', 'timestamp-micros'), 2n ** 62n, datetime(6), 'outside the years 0 to 9999'],
    [logical('long', 'timestamp-micros'), 0n, timestamp, 'is not between 1970-01-01 00:00:01'],
    [logical('int', 'time-millis'), -1, time, 'is not a time of day'],
  ])('of %j with %o is refused', async (type, value, column, reason) => {
    await expect(one(type, value, column)).rejects.toThrow('the column c ');
    await expect(one(type, value, column)).rejects.toThrow(reason);
  });

  it.each([
    [['null', 'int', 'string'], 'is not of one type'],
    [{ type: 'array', items: 'int' }, 'a compound type'],
    ['null', 'is not of one type'],
  ])('of %j fits no column', (type, reason) => {
    const parsed = parseSchema('t.avro', JSON.stringify({ ...schema, fields: [field('c', type)] }));
    expect(() => planColumns('t.avro', parsed, aContract('r', [int]))).toThrow(reason);
  });

  it('may name a type once and refer to it after', () => {
    const fields = [field('a', { ...fixed, name: 'four' }), field('b', ['null', 'four'])];
    const parsed = parseSchema('t.avro', JSON.stringify({ ...schema, fields }));
    expect(parsed.fields[1]?.types).toMatchObject([{ type: 'null' }, { type: 'fixed', size: 4 }]);
  });
});

import type { ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import {
  readStoredExpression,
  writeExpression,
} from '../../../shared/src/adapters/mysql/column-expressions.ts';
import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import { quoteIdentifier } from '../../../shared/src/adapters/mysql/quote-identifier.ts';
import { compileCellCheck } from '../../../shared/src/domain/cell-check.ts';
import { sameStored } from '../../../shared/src/domain/same-stored.ts';
import { columnRules } from '../../../shared/src/domain/tables-config.ts';
import { someRules } from '../../support/columns.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

/** For each type of MySQL: cells, and the text that the database gives back for them. */
const types: Readonly<Record<string, readonly (readonly [cell: string, stored: string])[]>> = {
  TINYINT: [
    ['-128', '-128'],
    ['+127', '127'],
    ['007', '7'],
    [' 5 ', '5'],
    ['8.0', '8'],
    ['-0', '0'],
  ],
  'SMALLINT UNSIGNED': [['65535', '65535']],
  MEDIUMINT: [
    ['-8388608', '-8388608'],
    ['8388607', '8388607'],
  ],
  'INT UNSIGNED ZEROFILL': [
    ['42', '42'],
    ['0000000042', '42'],
  ],
  BIGINT: [
    ['-9223372036854775808', '-9223372036854775808'],
    ['9223372036854775807', '9223372036854775807'],
  ],
  'BIGINT UNSIGNED': [['18446744073709551615', '18446744073709551615']],
  'TINYINT(1)': [
    ['true', '1'],
    ['F', '0'],
    ['Yes', '1'],
    ['n', '0'],
    ['-5', '-5'],
    ['0', '0'],
  ],
  'DECIMAL(5,2)': [
    ['1', '1.00'],
    ['-.5', '-0.50'],
    ['+007.100', '7.10'],
    ['-0.00', '0.00'],
    ['999.99', '999.99'],
  ],
  'DECIMAL(65,0)': [['9'.repeat(65), '9'.repeat(65)]],
  FLOAT: [
    ['0.1', '0.10000000149011612'],
    ['16777217', '16777216'],
    ['-0', '0'],
    ['1e38', '9.999999680285692e+37'],
  ],
  DOUBLE: [
    ['0.1', '0.1'],
    ['1E3', '1000'],
    ['5e-324', '5e-324'],
    ['1.7976931348623157e308', '1.7976931348623157e+308'],
  ],
  'DOUBLE(8,3)': [
    ['-.3', '-0.3'],
    ['12345.678', '12345.678'],
  ],
  'BIT(1)': [
    ['1', '1'],
    ['false', '0'],
    ["b'1'", '1'],
  ],
  'BIT(64)': [
    ['18446744073709551615', '18446744073709551615'],
    [`0b${'1'.repeat(64)}`, '18446744073709551615'],
  ],
  'CHAR(3)': [
    ['ab  ', 'ab'],
    ['😀é ', '😀é'],
    ['NUL', 'NUL'],
  ],
  'VARCHAR(6)': [
    [' ab  ', ' ab  '],
    ['😀😀😀😀😀😀', '😀😀😀😀😀😀'],
    ['a\tb\n\\\0', 'a\tb\n\\\0'],
    ['\'";--', '\'";--'],
  ],
  'VARCHAR(3) CHARACTER SET latin1': [['€éß', '€éß']],
  'VARCHAR(2) CHARACTER SET utf8mb3': [['Ā字', 'Ā字']],
  TINYTEXT: [['é'.repeat(127), 'é'.repeat(127)]],
  MEDIUMTEXT: [['x'.repeat(70_000), 'x'.repeat(70_000)]],
  'BINARY(3)': [
    ['0xFF', 'ff0000'],
    ['é', 'c3a900'],
    ['0x', '000000'],
  ],
  'VARBINARY(4)': [
    ['0x00fF', '00ff'],
    ['0x0', '307830'],
    ['abcd', '61626364'],
  ],
  BLOB: [['\0\n', '000a']],
  "ENUM('small','Größe','it''s')": [
    ['SMALL', 'small'],
    ['grÖße', 'Größe'],
    [" it's ", "it's"],
  ],
  "SET('a','b','c')": [
    ['c,A', 'a,c'],
    ['b, b', 'b'],
  ],
  DATE: [
    ['2024-02-29', '2024-02-29'],
    ['2021-01-01T00:00:00.000Z', '2021-01-01'],
    ['2021-01-01T02:00+02:00', '2021-01-01'],
  ],
  DATETIME: [
    ['2021-07-27T16:02:08Z', '2021-07-27 16:02:08'],
    ['2021-07-27 16:02', '2021-07-27 16:02:00'],
    ['2021-07-27', '2021-07-27 00:00:00'],
    ['2021-01-01T00:30:00+02:00', '2020-12-31 22:30:00'],
    ['2021-12-31 23:30:00-0130', '2022-01-01 01:00:00'],
    ['2021-07-27 16:02:08 UTC', '2021-07-27 16:02:08'],
    ['2021-07-27T16:02:08.000Z', '2021-07-27 16:02:08'],
    ['1000-01-01', '1000-01-01 00:00:00'],
    ['9999-12-31T23:59:59', '9999-12-31 23:59:59'],
  ],
  'DATETIME(6)': [
    ['2021-07-27T16:02:08.5Z', '2021-07-27 16:02:08.500000'],
    ['2021-07-27T16:02:08Z', '2021-07-27 16:02:08.000000'],
  ],
  'TIMESTAMP NULL': [
    ['1970-01-01T00:00:01Z', '1970-01-01 00:00:01'],
    ['2038-01-19 03:14:07', '2038-01-19 03:14:07'],
  ],
  'TIMESTAMP(3) NULL': [['2038-01-19 03:14:07.999', '2038-01-19 03:14:07.999']],
  TIME: [
    ['7:05', '07:05:00'],
    ['-838:59:59', '-838:59:59'],
    ['-00:00:00', '00:00:00'],
    ['24:00', '24:00:00'],
  ],
  'TIME(2)': [
    ['01:02:03.4', '01:02:03.40'],
    ['-0:00:00.01', '-00:00:00.01'],
  ],
  YEAR: [
    ['1901', '1901'],
    ['2155', '2155'],
    ['0000', '0000'],
  ],
  JSON: [
    ['{"b": 1, "a": [null, "x"]}', '{"b": 1, "a": [null, "x"]}'],
    ['null', 'null'],
    [' 1 ', '1'],
  ],
  POINT: [['point( 1.50  -2e1 )', 'POINT(1.5 -20)']],
  GEOMETRY: [
    ['LINESTRING(0 0,1 1)', 'LINESTRING(0 0,1 1)'],
    ['MULTIPOINT((0 0),(1 2))', 'MULTIPOINT(0 0,1 2)'],
  ],
};

const pairs = Object.entries(types).flatMap(([type, cells]) =>
  cells.map(([cell, stored]) => ({ type, cell, stored })),
);

describe('the canonical text of a cell', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it.each(pairs)('is what $type gives back for $cell', async ({ type, cell, stored }) => {
    const { pool } = database;
    const table = `t_${pairs.findIndex((pair) => pair.type === type && pair.cell === cell)}`;
    await pool.query(`CREATE TABLE ${table} (${quoteIdentifier('a `b`')} ${type})`);
    const column = (await describeTable(pool, table)).columns[0];
    if (column === undefined) throw new Error('The column is gone.');

    const canonical = compileCellCheck(column, columnRules(someRules(), ''), new Date(0))(cell);
    expect(canonical).toBe(stored);
    const name = quoteIdentifier(column.name);
    const insert = `INSERT INTO ${table} (${name}) VALUES (${writeExpression(column)})`;
    const [{ warningStatus }] = await pool.query<ResultSetHeader>(insert, [stored]);
    expect(warningStatus).toBe(0);
    const select = `SELECT ${readStoredExpression(column)} AS text FROM ${table}`;
    const [rows] = await pool.query<(RowDataPacket & { text: string })[]>(select);
    const text = rows[0]?.text ?? null;
    expect(sameStored(column, text, stored) ? stored : text).toBe(stored);
    if (!['float', 'json', 'geometry'].includes(column.kind)) expect(text).toBe(stored);
  });
});

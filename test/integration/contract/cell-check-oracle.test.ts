import * as fc from 'fast-check';
import type { ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import {
  readStoredExpression,
  writeExpression,
} from '../../../shared/src/adapters/mysql/column-expressions.ts';
import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import { compileCellCheck } from '../../../shared/src/domain/cell-check.ts';
import { isFault } from '../../../shared/src/domain/cells/cell-fault.ts';
import type { Column } from '../../../shared/src/domain/contract.ts';
import { sameStored } from '../../../shared/src/domain/same-stored.ts';
import { columnRules } from '../../../shared/src/domain/tables-config.ts';
import { someRules } from '../../support/columns.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const now = new Date('2026-01-01T00:00:00Z');
const numeral = fc.stringMatching(/^[-+]?0{0,3}\d{0,22}(\.\d{0,8})?([eE][-+]?\d{1,3})?$/);
const anyText = fc.string({ unit: 'binary', maxLength: 12 });
const number = fc.oneof(
  numeral,
  fc.double().map(String),
  fc.bigInt(-(2n ** 66n), 2n ** 66n).map(String),
);
const moment = fc.stringMatching(
  /^(0000|0999|1000|1969|1970|20[0-4]\d|9999)-[01]\d-[0-3]\d([T ][012]\d:[0-6]\d(:[0-6]\d(\.\d{1,8})?)?( ?(Z|UTC|[+-][01]\d(:?[0-6]\d)?))?)?$/,
);
/** The database takes years before 1000 too, but its manual does not promise them. */
const promisedDay = moment.filter((text) => !text.startsWith('0'));
const span = fc.stringMatching(/^-?\d{1,3}:[0-6]\d(:[0-6]\d(\.\d{1,7})?)?$/);
const westernText = fc.string({
  unit: fc.constantFrom('a', 'é', 'ß', '€', '\u0081', 'Ā', '😀', ' ', '\\', "'", '\0'),
});
const member = fc.constantFrom(
  'small',
  'SMALL',
  'Größe',
  'größe',
  "it's",
  'a b',
  '1',
  '2',
  'x',
  '',
);

const coordinates = fc
  .array(
    fc.constantFrom('0 0', '1 2.50', '-.5 1e300', '3 -4', '(1 1)', '1 2 3', '0 0, 1 1, 1 0, 0 0'),
  )
  .map((points) => `(${points.join(', ')})`);
const wkt = fc
  .tuple(
    fc.constantFrom(
      'POINT',
      'linestring',
      'Polygon',
      'MULTIPOINT',
      'multilinestring',
      'MULTIPOLYGON',
    ),
    fc.oneof(
      coordinates,
      coordinates.map((body) => `(${body})`),
      coordinates.map((body) => `((${body}))`),
    ),
    fc.constantFrom('', 'GEOMETRYCOLLECTION('),
  )
  .map(([shape, body, around]) => `${around}${shape}${body}${around === '' ? '' : ')'}`);

interface Subject {
  readonly type: string;
  readonly cells: fc.Arbitrary<string>;
  /** True where a cell that is refused must be one that the strict database refuses or alters, too. */
  readonly mirrors: boolean;
}

const subject = (type: string, cells: fc.Arbitrary<string>, mirrors = false): Subject => ({
  type,
  cells,
  mirrors,
});

const subjects: readonly Subject[] = [
  ...['TINYINT', 'SMALLINT UNSIGNED', 'MEDIUMINT', 'INT', 'BIGINT', 'BIGINT UNSIGNED'].map((type) =>
    subject(type, number, true),
  ),
  subject('INT ZEROFILL', number),
  subject('TINYINT(1)', fc.oneof(number, fc.constantFrom('true', 'F', 'yes', 'N'))),
  ...['DECIMAL(5,2)', 'DECIMAL(65,30)', 'DECIMAL(10,0) UNSIGNED'].map((type) =>
    subject(type, number, true),
  ),
  ...['FLOAT', 'DOUBLE', 'FLOAT UNSIGNED', 'DOUBLE(8,3)', 'FLOAT(7,3)'].map((type) =>
    subject(type, number),
  ),
  subject('BIT(1)', fc.constantFrom('0', '1', '2', 'true', 'f', "b'1'", '0b0', '0b10')),
  subject('BIT(13)', fc.oneof(number, fc.stringMatching(/^0b[01]{0,15}$/))),
  subject('BIT(64)', fc.oneof(number, fc.stringMatching(/^b'[01]{0,66}'$/))),
  subject('CHAR(4)', westernText, true),
  subject('VARCHAR(5)', anyText, true),
  subject('VARCHAR(5) CHARACTER SET latin1', westernText, true),
  subject('VARCHAR(5) CHARACTER SET ascii', westernText, true),
  subject('VARCHAR(5) CHARACTER SET utf8mb3', westernText, true),
  subject('VARCHAR(5) CHARACTER SET ucs2', westernText, true),
  subject('TINYTEXT', fc.string({ unit: 'grapheme', maxLength: 300, size: 'max' }), true),
  subject(
    'TINYTEXT CHARACTER SET latin1',
    fc.string({ unit: fc.constantFrom('ä', 'a'), maxLength: 300, size: 'max' }),
    true,
  ),
  subject(
    'TINYTEXT CHARACTER SET utf16',
    fc.string({ unit: fc.constantFrom('ä', '😀'), maxLength: 150, size: 'max' }),
    true,
  ),
  ...['BINARY(4)', 'VARBINARY(4)', 'BLOB'].map((type) =>
    subject(type, fc.oneof(anyText, fc.stringMatching(/^0x[0-9a-fA-F]{0,10}$/))),
  ),
  subject("ENUM('small','Größe','it''s','a b','1')", member, true),
  subject("ENUM('a','A') COLLATE utf8mb4_bin", fc.constantFrom('a', 'A', 'b'), true),
  subject(
    "SET('small','Größe','it''s','a b','1')",
    fc.array(member).map((all) => all.join(',')),
  ),
  subject('DATE', promisedDay, true),
  subject('DATETIME', moment),
  subject('DATETIME(6)', moment),
  subject('TIMESTAMP(3) NULL', moment),
  subject('TIME', span, true),
  subject('TIME(3)', span, true),
  subject('YEAR', fc.stringMatching(/^\d{0,5}$/), true),
  subject('JSON', fc.oneof(fc.json(), anyText)),
  subject('GEOMETRY', wkt),
  subject('POLYGON', wkt),
];

describe('the check of cells, with the database as its judge', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  async function makeColumn(type: string, table: string): Promise<Column> {
    await database.pool.query(
      `CREATE TABLE ${table} (n INT PRIMARY KEY AUTO_INCREMENT, c ${type})`,
    );
    const { columns } = await describeTable(database.pool, table);
    const column = columns[1];
    if (column === undefined) throw new Error('The column is gone.');
    return column;
  }

  /** What the strict database makes of a value; null where it refuses or warns. */
  async function store(table: string, column: Column, value: string, expression: string) {
    const sql = `INSERT INTO ${table} (c) VALUES (${expression})`;
    const [result] = await database.pool.query<ResultSetHeader>(sql, [value]).catch(() => [null]);
    if (result === null || result.warningStatus > 0) return null;
    const [rows] = await database.pool.query<(RowDataPacket & { c: string | null })[]>(
      `SELECT ${readStoredExpression(column)} AS c FROM ${table} WHERE n = ?`,
      [result.insertId],
    );
    return rows[0]?.c ?? null;
  }

  it.each(subjects)('is confirmed for $type', async ({ type, cells, mirrors }) => {
    const table = `t${subjects.findIndex((other) => other.type === type)}`;
    const column = await makeColumn(type, table);
    const check = compileCellCheck(column, columnRules(someRules(), 'c'), now);
    await fc.assert(
      fc.asyncProperty(cells, async (cell) => {
        const checked = check(cell);
        if (checked === null) return;
        if (!isFault(checked)) {
          const stored = await store(table, column, checked, writeExpression(column));
          expect(stored).not.toBeNull();
          expect(stored === checked || sameStored(column, stored, checked) ? checked : stored).toBe(
            checked,
          );
        } else if (mirrors) {
          expect(await store(table, column, cell, '?')).not.toBe(cell);
        }
      }),
      { numRuns: 300 },
    );
  });
});

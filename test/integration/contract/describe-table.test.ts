import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import { listReferrers, listTables } from '../../../shared/src/adapters/mysql/list-tables.ts';
import { mysqlTableCatalogue } from '../../../shared/src/adapters/mysql/table-catalogue.ts';
import type { Column } from '../../../shared/src/domain/contract.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('the description of a table', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const run = (sql: string) => database.pool.query(sql);

  async function columnsOf(definitions: string): Promise<Record<string, Column>> {
    await run(`CREATE TABLE t (${definitions})`);
    const { columns } = await describeTable(database.pool, 't');
    return Object.fromEntries(columns.map((column) => [column.name, column]));
  }

  it('tells kinds, bounds and lengths', async () => {
    const columns = await columnsOf(`
      a TINYINT UNSIGNED, b BIGINT, c TINYINT(1), d DECIMAL(8,3) UNSIGNED, e FLOAT, f DOUBLE(9,2),
      g BIT(12), h CHAR(3) CHARACTER SET latin1, i VARCHAR(7), j TINYTEXT, k BINARY(2), l VARBINARY(9),
      m MEDIUMBLOB, n ENUM('x','it''s','a\\\\b','c,d'), o SET('p','q'), p DATETIME(3), q TIMESTAMP(6) NULL,
      r TIME(1), s DATE, t YEAR, u JSON, v MULTIPOLYGON, w INT ZEROFILL`);
    expect(columns).toMatchObject({
      a: { kind: 'integer', unsigned: true, min: 0n, max: 255n },
      b: { kind: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n },
      c: { kind: 'boolean', min: -128n, max: 127n },
      d: { kind: 'decimal', unsigned: true, precision: 8, scale: 3 },
      e: { kind: 'float', singlePrecision: true },
      f: { kind: 'float', singlePrecision: false, precision: 9, scale: 2 },
      g: { kind: 'bit', bits: 12 },
      h: { kind: 'text', maxCharacters: 3, fixedLength: true, charset: 'latin1' },
      i: { kind: 'text', maxCharacters: 7, charset: 'utf8mb4', collation: 'utf8mb4_unicode_ci' },
      j: { kind: 'text', maxBytes: 255 },
      k: { kind: 'binary', maxBytes: 2, fixedLength: true },
      l: { kind: 'binary', maxBytes: 9, fixedLength: false },
      m: { kind: 'binary', maxBytes: 16_777_215 },
      n: { kind: 'enum', members: ['x', "it's", 'a\\b', 'c,d'] },
      o: { kind: 'set', members: ['p', 'q'] },
      p: { kind: 'datetime', fraction: 3 },
      q: { kind: 'timestamp', fraction: 6 },
      r: { kind: 'time', fraction: 1 },
      s: { kind: 'date' },
      t: { kind: 'year' },
      u: { kind: 'json' },
      v: { kind: 'geometry', shape: 'multipolygon' },
      w: { kind: 'integer', unsigned: true },
    });
    expect(columns.j).not.toHaveProperty('maxCharacters');
    expect(columns.e).not.toHaveProperty('scale');
  });

  it('tells who fills a column that a row leaves out', async () => {
    const columns = await columnsOf(`
      id INT AUTO_INCREMENT PRIMARY KEY, a INT NOT NULL, b INT, c INT NOT NULL DEFAULT -5,
      d VARCHAR(20) DEFAULT 'it''s\\na \\\\', e VARCHAR(9) NOT NULL DEFAULT '', f DATETIME DEFAULT CURRENT_TIMESTAMP,
      g VARCHAR(36) DEFAULT (UUID()), h BIT(3) DEFAULT b'101', i VARCHAR(9) DEFAULT NULL,
      j INT AS (c + 1) STORED, k INT INVISIBLE, l VARBINARY(4) DEFAULT 'ab'`);
    expect(columns).toMatchObject({
      id: { autoIncrement: true, hasDefault: true, nullable: false },
      a: { hasDefault: false, nullable: false, autoIncrement: false, generated: false },
      b: { hasDefault: false, nullable: true },
      c: { hasDefault: true, defaultText: '-5' },
      d: { hasDefault: true, defaultText: "it's\na \\" },
      e: { hasDefault: true, defaultText: '' },
      f: { hasDefault: true, defaultsToNow: true },
      g: { hasDefault: true },
      h: { hasDefault: true, defaultText: "b'101'" },
      i: { hasDefault: false },
      j: { generated: true },
      k: { invisible: true },
      l: { hasDefault: true },
    });
    for (const name of ['a', 'b', 'f', 'g', 'i', 'l']) {
      expect(columns[name]).not.toHaveProperty('defaultText');
    }
  });

  it('tells keys in the order of their columns, and leaves out those over prefixes', async () => {
    await run('CREATE TABLE parent (x INT, y INT, PRIMARY KEY (y, x))');
    await run(`CREATE TABLE t (a INT, b INT, c INT, d VARCHAR(50), PRIMARY KEY (c, a),
      UNIQUE KEY ub (b, c), UNIQUE KEY ud (d(3)), KEY plain (b),
      CONSTRAINT f FOREIGN KEY (b, a) REFERENCES parent (y, x), CONSTRAINT self FOREIGN KEY (b, c) REFERENCES t (b, c))`);
    const contract = await describeTable(database.pool, 't');
    expect(contract.primaryKey).toEqual(['c', 'a']);
    expect(contract.uniqueKeys).toEqual([{ name: 'ub', columns: ['b', 'c'] }]);
    expect(contract.foreignKeys).toEqual([
      { name: 'f', columns: ['b', 'a'], parentTable: 'parent', parentColumns: ['y', 'x'] },
      { name: 'self', columns: ['b', 'c'], parentTable: 't', parentColumns: ['b', 'c'] },
    ]);
    expect(await listReferrers(database.pool, 'parent')).toEqual(['t']);
    expect(await listReferrers(database.pool, 't')).toEqual(['t']);
  });

  it('knows names that need quoting', async () => {
    await run('CREATE TABLE `odd ``name` (`a ``b` JSON, `Ünïcode` INT)');
    const { columns } = await describeTable(database.pool, 'odd `name');
    expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['a `b', 'json'],
      ['Ünïcode', 'integer'],
    ]);
  });

  it('names the tables there are, the nearest first, when one is unknown', async () => {
    await run('CREATE TABLE departments (id INT)');
    await run('CREATE TABLE cutover_scratch (id INT)');
    await run('CREATE VIEW staff AS SELECT * FROM departments');
    expect(await listTables(database.pool)).toEqual(['departments']);
    await expect(describeTable(database.pool, 'department')).rejects.toMatchObject({
      code: 'unknown-table',
      message:
        'There is no table "department" (nearest: departments). The tables are: departments.',
    });
  });

  it('refuses views and its own tables', async () => {
    await run('CREATE TABLE departments (id INT)');
    await run('CREATE TABLE cutover_scratch (id INT)');
    await run('CREATE VIEW staff AS SELECT * FROM departments');
    for (const name of ['staff', 'cutover_scratch']) {
      await expect(describeTable(database.pool, name)).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining(name),
      });
    }
  });

  it('refuses a table that refers to another database', async () => {
    const other = await createTestDatabase();
    try {
      const { MYSQL_DATABASE: name } = other.target;
      await other.pool.query('CREATE TABLE parent (id INT PRIMARY KEY)');
      await run(`CREATE TABLE t (id INT, FOREIGN KEY (id) REFERENCES ${name}.parent (id))`);
      await expect(describeTable(database.pool, 't')).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining(`${name}.parent`),
      });
      await run('DROP TABLE t');
    } finally {
      await other.drop();
    }
  });

  it('sees a table as soon as it is made, though contracts are kept', async () => {
    const catalogue = mysqlTableCatalogue(database.pool);
    await expect(catalogue.describe('late')).rejects.toMatchObject({ code: 'unknown-table' });
    await run('CREATE TABLE late (id INT)');
    expect((await catalogue.describe('late')).columns).toHaveLength(1);
    expect(await catalogue.list()).toEqual(['late']);
  });
});

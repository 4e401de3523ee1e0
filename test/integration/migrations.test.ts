import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2';
import {
  migrateDown,
  migrateUp,
  migrationStatus,
} from '../../shared/src/adapters/mysql/migrator.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { migrationNames } from '../support/migration-names.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'cutover-migrations-'));
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function write(name: string, up: string, down = 'DO 0'): Promise<void> {
  await writeFile(join(folder, `${name}.up.sql`), up);
  await writeFile(join(folder, `${name}.down.sql`), down);
}

async function tables(): Promise<string[]> {
  const [rows] = await database.pool.query<RowDataPacket[][]>({
    sql: 'SHOW TABLES',
    rowsAsArray: true,
  });
  return rows.map(([name]) => String(name)).filter((name) => name !== 'cutover_migration');
}

const up = (to?: string) =>
  migrateUp(database.target, { folder, ...(to === undefined ? {} : { to }) });
const down = (options: { to?: string; force?: boolean } = {}) =>
  migrateDown(database.target, { folder, ...options });
const status = () => migrationStatus(database.target, folder);
const states = async () => (await status()).map(({ state }) => state);

describe('the migrations of this repository', () => {
  it('apply to an empty database, once, and can be undone to nothing', async () => {
    const applied = await migrateUp(database.target);
    expect(applied).toEqual(migrationNames);
    expect(await migrateUp(database.target)).toEqual([]);
    expect(await tables()).toEqual([
      'cutover_idempotency',
      'cutover_load',
      'cutover_opened_body',
      'cutover_reject',
      'cutover_restore',
      'cutover_sign_in',
      'cutover_tracking_record',
      'cutover_user',
      'departments',
      'hired_employees',
      'jobs',
    ]);
    await migrateDown(database.target, { to: '0001-hiring-tables' });
    expect(await tables()).toEqual([]);
  });

  it('keep no index on hired_employees beyond the primary key and one for each foreign key', async () => {
    await migrateUp(database.target);
    const [rows] = await database.pool.query<RowDataPacket[]>(
      `SELECT index_name AS name, GROUP_CONCAT(column_name ORDER BY seq_in_index) AS columns
         FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND table_name = 'hired_employees'
        GROUP BY index_name ORDER BY index_name`,
    );
    expect(rows.map(({ name, columns }) => `${name}: ${columns}`)).toEqual([
      'hired_employees_department_job_datetime: department_id,job_id,datetime',
      'hired_employees_job: job_id',
      'PRIMARY: id',
    ]);
  });
});

describe('up, down and status', () => {
  beforeEach(async () => {
    await write('0001-a', 'CREATE TABLE a (id INT)', 'DROP TABLE a');
    await write('0002-b', 'CREATE TABLE b (id INT)', 'DROP TABLE IF EXISTS `b`');
  });

  it('status names what is pending and writes nothing', async () => {
    expect(await states()).toEqual(['pending', 'pending']);
    const [rows] = await database.pool.query<RowDataPacket[]>('SHOW TABLES');
    expect(rows).toEqual([]);
  });

  it('up stops after the migration that is named', async () => {
    expect(await up('0001-a')).toEqual(['0001-a']);
    expect(await states()).toEqual(['applied', 'pending']);
    expect(await up('0001-a')).toEqual([]);
    await expect(up('0003-c')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('down undoes the newest only', async () => {
    await up();
    expect(await down()).toEqual(['0002-b']);
    expect(await tables()).toEqual(['a']);
    expect(await states()).toEqual(['applied', 'pending']);
  });

  it('down on a database without migrations does nothing', async () => {
    expect(await down()).toEqual([]);
    await expect(down({ to: '0001-a' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('down keeps tables that hold rows, all of them, unless it is forced', async () => {
    await up();
    await database.pool.query('INSERT INTO a VALUES (1)');
    await expect(down({ to: '0001-a' })).rejects.toThrow(/^This would drop a with the rows in it/);
    expect(await tables()).toEqual(['a', 'b']);
    await down({ to: '0001-a', force: true });
    expect(await tables()).toEqual([]);
  });

  it('two migrators at once apply each migration once', async () => {
    const applied = await Promise.all([up(), up(), up()]);
    expect(applied.flat().sort()).toEqual(['0001-a', '0002-b']);
    expect(await states()).toEqual(['applied', 'applied']);
  });
});

describe('a statement that fails', () => {
  const first = 'CREATE TABLE a (id INT);\n\n';
  const broken = `${first}-- the second\nCREATE TABLE b (id WRONG);\nCREATE TABLE c (id INT);\n`;
  const mended = broken.replace('WRONG', 'INT');
  const downSql = 'DROP TABLE IF EXISTS c; DROP TABLE IF EXISTS b; DROP TABLE IF EXISTS a;';

  beforeEach(() => write('0001-abc', broken, downSql));

  it('is named by file, line and number, with the words of the database', async () => {
    await expect(up()).rejects.toThrow(
      /^0001-abc\.up\.sql, line 4, statement 2 of 3: .*WRONG.* \(error \d+\)\. What stands before it has taken effect\. Mend the file/s,
    );
  });

  it('is visible in status', async () => {
    await expect(up()).rejects.toThrow();
    expect(await status()).toMatchObject([
      {
        state: 'half-applied',
        statementsDone: 1,
        statementsTotal: 3,
        error: expect.stringMatching(/^0001-abc\.up\.sql, line 4/),
      },
    ]);
    expect(await tables()).toEqual(['a']);
  });

  it('is where the next run goes on after the file is mended', async () => {
    await expect(up()).rejects.toThrow();
    await database.pool.query('INSERT INTO a VALUES (1)');
    await write('0001-abc', `-- comments may come\n${mended}`, downSql);
    expect(await up()).toEqual(['0001-abc']);
    expect(await states()).toEqual(['applied']);
    expect(await tables()).toEqual(['a', 'b', 'c']);
    const [rows] = await database.pool.query('SELECT * FROM a');
    expect(rows).toEqual([{ id: 1 }]);
  });

  it('refuses to go on when what ran before it was changed', async () => {
    await expect(up()).rejects.toThrow();
    await write('0001-abc', mended.replace('TABLE a', 'TABLE d'), downSql);
    await expect(up()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('up to statement 1'),
    });
    expect(await tables()).toEqual(['a']);
  });

  it('can be undone instead', async () => {
    await expect(up()).rejects.toThrow();
    expect(await down()).toEqual(['0001-abc']);
    expect(await states()).toEqual(['pending']);
    expect(await tables()).toEqual([]);
  });

  it('on the way down is gone on from too, and up waits for it', async () => {
    await write('0001-abc', mended, 'DROP TABLE c; DROP TABLE wrong; DROP TABLE b, a');
    await up();
    await expect(down()).rejects.toThrow(/^0001-abc\.down\.sql, line 1, statement 2 of 3/);
    expect(await states()).toEqual(['half-reverted']);
    await expect(up()).rejects.toThrow(/half reverted/);
    await write('0001-abc', mended, 'DROP TABLE c; DROP TABLE b; DROP TABLE a');
    await down();
    expect(await tables()).toEqual([]);
    expect(await states()).toEqual(['pending']);
  });

  it('takes its own rows back with it', async () => {
    await write(
      '0001-abc',
      'CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a VALUES (1), (2), (1)',
      downSql,
    );
    await expect(up()).rejects.toThrow(/Duplicate entry '1'/);
    const [rows] = await database.pool.query('SELECT * FROM a');
    expect(rows).toEqual([]);
  });
});

describe('a connection that is lost', () => {
  it('leaves a migration that the next run goes on with', async () => {
    await write(
      '0001-ab',
      'CREATE TABLE a (id INT); KILL CONNECTION_ID(); CREATE TABLE b (id INT)',
      'DROP TABLE b, a',
    );
    await expect(up()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^0001-ab\.up\.sql, line 1, statement 2 of 3: /),
    });
    expect(await status()).toMatchObject([{ state: 'half-applied', error: null }]);
    await write('0001-ab', 'CREATE TABLE a (id INT); CREATE TABLE b (id INT)', 'DROP TABLE b, a');
    expect(await up()).toEqual(['0001-ab']);
    expect(await tables()).toEqual(['a', 'b']);
  });

  it('names the database when it was never there', async () => {
    const target = { ...database.target, MYSQL_DATABASE: 'no_such_database' };
    await expect(migrateUp(target, { folder })).rejects.toThrow(
      /^The database no_such_database at .+ can't be opened: Unknown database/,
    );
  });
});

describe('a run that was cut off', () => {
  it('goes on, taking the statement in flight as done when the database says it is', async () => {
    await write('0001-ab', 'CREATE TABLE a (id INT); CREATE TABLE b (id INT);', 'DROP TABLE b, a');
    await up();
    await database.pool.query(
      `UPDATE cutover_migration SET state = 'applying', finished_at = NULL, statements_done = 0,
              checksum = SHA2('', 256)`,
    );
    await database.pool.query('DROP TABLE b');
    expect(await states()).toEqual(['half-applied']);
    expect(await up()).toEqual(['0001-ab']);
    expect(await tables()).toEqual(['a', 'b']);
  });
});

describe('files and database that disagree', () => {
  beforeEach(async () => {
    await write('0001-a', 'CREATE TABLE a (id INT)', 'DROP TABLE a');
    await up();
  });

  it('a changed file is reported and nothing is applied', async () => {
    await write('0001-a', 'CREATE TABLE a (id BIGINT)', 'DROP TABLE a');
    await write('0002-b', 'CREATE TABLE b (id INT)');
    expect(await states()).toEqual(['changed', 'pending']);
    await expect(up()).rejects.toThrow(/^0001-a\.up\.sql was changed after it was applied/);
    expect(await tables()).toEqual(['a']);
  });

  it('a changed comment is no change', async () => {
    await write('0001-a', '-- why\nCREATE TABLE a (id INT);\n', 'DROP TABLE a');
    expect(await states()).toEqual(['applied']);
  });

  it('a migration whose files are gone is reported', async () => {
    await rm(join(folder, '0001-a.up.sql'));
    await rm(join(folder, '0001-a.down.sql'));
    expect(await states()).toEqual(['unknown']);
    await expect(up()).rejects.toThrow(/its files are not here/);
  });
});

describe('files that are no migrations', () => {
  it.each([
    ['1-a.up.sql', 'SELECT 1', /^1-a\.up\.sql is not named/],
    ['0001-a.up.sql', '-- nothing yet', /^0001-a\.up\.sql holds no SQL statement/],
    ['0001-a.up.sql', "SELECT\n'", /^0001-a\.up\.sql, line 2: ' is opened and never closed/],
    ['0001-a.up.sql', 'SELECT 1', /^0001-a\.down\.sql can't be read/],
  ])('%s with %j is refused', async (file, sql, message) => {
    await writeFile(join(folder, file), sql);
    await expect(up()).rejects.toThrow(message);
    expect(await tables()).toEqual([]);
  });

  it('one number twice is refused', async () => {
    await write('0001-a', 'DO 0');
    await write('0001-b', 'DO 0');
    await expect(up()).rejects.toThrow('0001-a and 0001-b have one number.');
  });
});

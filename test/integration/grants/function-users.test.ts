import { readFunctionManifests } from '../../../scripts/function-manifest.ts';
import { mysqlReplayGuard } from '../../../shared/src/adapters/mysql/access/replay-guard.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

/** What MySQL and MariaDB answer where a privilege on a table, or on the whole database, is missing. */
const denied = /ER_(TABLEACCESS|DBACCESS)_DENIED_ERROR/;

/** Functions that take encrypted bodies and sign in to the database. */
const openers = readFunctionManifests()
  .filter(({ secrets }) => 'ENCRYPTION_KEYS' in secrets && 'MYSQL_PASSWORD' in secrets)
  .map(({ name }) => name);

describe('the user of a function', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    await database.pool.query("INSERT INTO jobs VALUES (1, 'Clerk')");
  });
  afterAll(() => database.drop());

  const refusal = async (name: string, sql: string) => {
    const { pool } = await database.signInAs(name);
    return pool.query(sql).then(
      () => 'It was done.',
      ({ code }) => code,
    );
  };

  it.each([
    ['report-hiring', 'DELETE FROM hired_employees'],
    ['report-hiring', 'SELECT * FROM cutover_user'],
    ['issue-token', 'SELECT * FROM hired_employees'],
    ['issue-token', "UPDATE cutover_user SET role = 'admin'"],
    ['read-rows', "INSERT INTO jobs VALUES (2, 'Cook')"],
    ['ingest-drop', 'DELETE FROM jobs'],
    ['ingest-drop', 'DROP TABLE hired_employees'],
    ['ingest-rows', 'CREATE TABLE anything (id INT)'],
    ['backup-tables', 'DELETE FROM jobs'],
    ['backup-tables', "UPDATE jobs SET job = 'Cook'"],
    ['restore-table', 'UPDATE cutover_user SET name = name'],
    ['truncate-tables', 'CREATE VIEW anything AS SELECT 1'],
    ['truncate-tables', 'DELETE FROM cutover_restore'],
  ])('%s can not %s', async (name, sql) => {
    expect(await refusal(name, sql)).toMatch(denied);
  });

  it.each(openers)('%s opens an encrypted body once, and forgets old ones', async (name) => {
    const guard = mysqlReplayGuard((await database.signInAs(name)).pool);
    const [past, future] = [new Date(Date.now() - 1000), new Date(Date.now() + 60_000)];
    expect(await guard.claim('old', past)).toBe(true);
    expect(await guard.claim(name, future)).toBe(true);
    expect(await guard.claim(name, future)).toBe(false);
    const [rows] = await database.pool.query(
      'SELECT * FROM cutover_opened_body WHERE forget_at < UTC_TIMESTAMP()',
    );
    expect(rows).toEqual([]);
  });

  it.each(['backup-tables', 'ingest-drop', 'issue-token', 'report-hiring'])(
    '%s sees no other database and no other user',
    async (name) => {
      const { pool } = await database.signInAs(name);
      await expect(pool.query('SELECT * FROM mysql.user')).rejects.toMatchObject({
        code: expect.stringMatching(denied),
      });
      const [rows] = await pool.query('SHOW DATABASES');
      const names = (rows as { Database: string }[]).map((row) => row.Database);
      expect(names.filter((each) => !/_schema$/.test(each))).toEqual([
        database.target.MYSQL_DATABASE,
      ]);
    },
  );
});

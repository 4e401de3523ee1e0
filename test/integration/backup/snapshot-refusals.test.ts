import type { PoolConnection } from 'mysql2/promise';
import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('opening a snapshot', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase({ migrated: true });
  });
  afterEach(() => database.drop());

  const run = (sql: string) => database.pool.query(sql);
  const opening = (tables?: string[]) =>
    openSnapshot(database.pool, { ...(tables && { tables }), lockWaitSeconds: 1 });

  it('is refused for a table that does not exist, naming the nearest', async () => {
    await expect(opening(['jobs', 'department'])).rejects.toMatchObject({
      code: 'unknown-table',
      message: expect.stringMatching(/^There is no table "department".*departments.*jobs\.$/),
    });
  });

  it('is refused where there is no table at all', async () => {
    await run('DROP TABLE hired_employees, jobs, departments');
    const message = 'There are no tables to back up.';
    await expect(opening()).rejects.toMatchObject({ code: 'unknown-table', message });
  });

  it("is refused for one of Cutover's own tables", async () => {
    const message = "cutover_load is one of Cutover's own tables, which no backup holds.";
    await expect(opening(['cutover_load'])).rejects.toMatchObject({ code: 'unsupported', message });
  });

  it('is refused for a view that is named; views are no part of all tables', async () => {
    await run('CREATE VIEW v AS SELECT * FROM jobs');
    const message = 'v is a view, not a table, and no backup holds those.';
    await expect(opening(['v'])).rejects.toMatchObject({ code: 'unsupported', message });
    const snapshot = await opening();
    await snapshot.close();
    const names = snapshot.tables.map(({ contract }) => contract.table);
    expect(names).toEqual(['departments', 'hired_employees', 'jobs']);
  });

  it.each([
    ['ENGINE = MyISAM', /^t is stored by MyISAM, which shows no snapshot of it\. Convert it/],
    ['WITH SYSTEM VERSIONING', /^t keeps the history of its rows, which a backup would lose/],
  ])('is refused for a table %s, also as one of all', async (option, message) => {
    await run(`CREATE TABLE t (a INT) ${option}`);
    const refusal = { code: 'unsupported', message: expect.stringMatching(message) };
    await expect(opening()).rejects.toMatchObject(refusal);
    await expect(opening(['t'])).rejects.toMatchObject(refusal);
  });

  it('is refused while a table is locked, naming it, and leaves nothing behind', async () => {
    const holder: PoolConnection = await database.pool.getConnection();
    await holder.query('LOCK TABLES jobs WRITE');
    await expect(opening()).rejects.toMatchObject({
      code: 'busy',
      message: 'jobs is being altered or is locked; try again when that is done.',
    });
    await holder.query('UNLOCK TABLES');
    holder.release();
    await run('DROP TABLE hired_employees');
    const snapshot = await opening();
    await snapshot.close();
    expect(snapshot.tables).toHaveLength(2);
  });

  it('is refused where a table may not be read, naming it', async () => {
    const name = database.target.MYSQL_DATABASE;
    const user = `'${name}'@'%'`;
    await run(`CREATE USER ${user} IDENTIFIED BY 'secret'`);
    try {
      await run(`GRANT INSERT ON ${name}.* TO ${user}`);
      const target = { ...database.target, MYSQL_USER: name, MYSQL_PASSWORD: 'secret' };
      const { pool, close } = await connectMysql(target, 1);
      await expect(openSnapshot(pool)).rejects.toMatchObject({
        code: 'misconfigured',
        message: 'The database user may not read departments; grant it SELECT.',
      });
      await close();
    } finally {
      await run(`DROP USER ${user}`);
    }
  });
});

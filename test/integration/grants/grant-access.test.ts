import { randomBytes } from 'node:crypto';
import type { RowDataPacket } from 'mysql2/promise';
import type { DatabaseAccess } from '../../../scripts/grants/database-access.ts';
import { grantAccess, quoteUser } from '../../../scripts/grants/grant-access.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const reason = 'the test wants it';
const reads: DatabaseAccess = { allow: ['SELECT'], on: '*', reason };
const locks: DatabaseAccess = { allow: ['LOCK TABLES'], on: '*', reason };
const writesJobs: DatabaseAccess = { allow: ['INSERT', 'UPDATE'], on: 'jobs', reason };

describe('the grants of the functions', () => {
  const prefix = `t${randomBytes(4).toString('hex')}-`;
  const user = quoteUser(`${prefix}try-grants`);
  let database: TestDatabase;
  let everyTable: string;

  const grant = (...access: DatabaseAccess[]) =>
    grantAccess(database.target, [{ name: 'try-grants', database: access }], prefix);
  const run = (sql: string) => database.pool.query(sql);
  /** What the server itself says that the user holds, but for the password. */
  const held = async () => {
    const [rows] = await database.pool.query<RowDataPacket[]>(`SHOW GRANTS FOR ${user}`);
    return rows
      .map((row) => String(Object.values(row)[0]).replaceAll(/ TO .*/g, ''))
      .filter((line) => !line.startsWith('GRANT USAGE ON *.*'));
  };

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    everyTable = `\`${database.target.MYSQL_DATABASE.replace('_', '\\_')}\`.*`;
  });

  beforeEach(() => run(`CREATE USER ${user} IDENTIFIED BY 'a long enough password'`));
  afterEach(() => run(`DROP USER IF EXISTS ${user}`));
  afterAll(() => database.drop());

  it('are what is stated, on every table and on one', async () => {
    const jobs = `\`${database.target.MYSQL_DATABASE}\`.\`jobs\``;
    expect(await grant(reads, locks, writesJobs)).toEqual([
      `GRANT LOCK TABLES, SELECT ON ${everyTable} TO ${user}`,
      `GRANT INSERT, UPDATE ON ${jobs} TO ${user}`,
    ]);
    expect(await held()).toEqual([
      `GRANT SELECT, LOCK TABLES ON ${everyTable}`,
      `GRANT INSERT, UPDATE ON ${jobs}`,
    ]);
  });

  it('change nothing the second time', async () => {
    await grant(reads, locks, writesJobs);
    const before = await held();
    expect(await grant(reads, locks, writesJobs)).toEqual([]);
    expect(await held()).toEqual(before);
  });

  it('lose what is no longer stated, after what is newly stated was given', async () => {
    await grant(reads, writesJobs);
    const statements = await grant(locks, { ...writesJobs, allow: ['UPDATE'] });
    expect(statements.map((each) => each.split(' ON ')[0])).toEqual([
      'GRANT LOCK TABLES',
      'REVOKE SELECT',
      'REVOKE INSERT',
    ]);
    expect(await held()).toEqual([
      `GRANT LOCK TABLES ON ${everyTable}`,
      `GRANT UPDATE ON \`${database.target.MYSQL_DATABASE}\`.\`jobs\``,
    ]);
  });

  it.each([
    ['on the whole server', 'GRANT PROCESS, CREATE ON *.* TO'],
    ['to hand on', 'GRANT USAGE ON $database.* TO $user WITH GRANT OPTION'],
    ['by a name with wildcards', 'GRANT DELETE ON `$database`.* TO'],
  ])('lose what somebody gave %s', async (_where, statement) => {
    await grant(reads);
    const before = await held();
    const given = statement.includes('$user') ? statement : `${statement} $user`;
    await run(given.replace('$database', database.target.MYSQL_DATABASE).replace('$user', user));
    expect(await held()).not.toEqual(before);
    expect(await grant(reads)).toHaveLength(1);
    expect(await held()).toEqual(before);
  });

  it('are left alone in other databases', async () => {
    const other = await createTestDatabase();
    try {
      await run(`GRANT SELECT ON ${other.target.MYSQL_DATABASE}.* TO ${user}`);
      await grant(reads);
      expect((await held()).join()).toContain(other.target.MYSQL_DATABASE);
    } finally {
      await other.drop();
    }
  });

  it('are not begun where a user is missing, who is named with the way to make it', async () => {
    const error: Error = await grantAccess(
      database.target,
      [
        { name: 'try-grants', database: [reads] },
        { name: 'miss-user', database: [reads] },
        { name: 'want-nothing', database: [] },
      ],
      prefix,
    ).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'not-found' });
    expect(error.message).toContain(`no user '${prefix}miss-user'@'%'. On Cloud SQL, terraform`);
    expect(error.message).toContain(`CREATE USER '${prefix}miss-user'@'%' IDENTIFIED BY`);
    expect(await held()).toEqual([]);
  });

  it('say which statement the database refuses', async () => {
    const missing: DatabaseAccess = { allow: ['SELECT'], on: 'nowhere', reason };
    await expect(grant(missing)).rejects.toThrow(
      /^The database refuses GRANT SELECT ON `test_\w+`\.`nowhere` TO .*: Table .* doesn't exist/,
    );
  });
});

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readFunctionManifests } from '../../scripts/function-manifest.ts';
import { quoteUser, userOf } from '../../scripts/grants/grant-access.ts';
import { formatMysqlUrl } from '../../scripts/local/mysql/parse-mysql-url.ts';
import { copyRepository } from '../support/copy-repository.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { migrationNames } from '../support/migration-names.ts';

describe('npm run migrate', () => {
  const copy = copyRepository();
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
    copy.remove();
  });

  function migrate(...args: string[]) {
    const {
      MYSQL_HOST,
      MYSQL_PORT,
      MYSQL_USER,
      MYSQL_PASSWORD = '',
      MYSQL_DATABASE,
    } = database.target;
    const address = {
      host: MYSQL_HOST,
      port: MYSQL_PORT,
      user: MYSQL_USER,
      password: MYSQL_PASSWORD,
    };
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(copy.folder, 'scripts', 'migrate.ts'), ...args],
      {
        cwd: copy.folder,
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          MYSQL_URL: formatMysqlUrl({ ...address, database: MYSQL_DATABASE }),
        },
      },
    );
    return { status, stdout, stderr };
  }

  it('shows, applies, undoes and keeps rows', async () => {
    expect(migrate('status').stdout).toMatch(/^0001-hiring-tables +pending\n/);
    expect(migrate('up')).toEqual({
      status: 0,
      stdout: `Applied ${migrationNames.join(', ')}.\n`,
      stderr: '',
    });
    expect(migrate('up').stdout).toBe('Nothing was pending.\n');
    expect(migrate('status').stdout).toMatch(/^0001-hiring-tables +applied +\d{4}-\d\d-\d\d /);
    await database.pool.query("INSERT INTO departments (department) VALUES ('Sales')");
    const refused = migrate('down', '--to', '0001-hiring-tables');
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('would drop departments'),
    });
    expect(migrate('down', '--to', '0001-hiring-tables', '--force').stdout).toBe(
      `Undid ${migrationNames.toReversed().join(', ')}.\n`,
    );
    expect(migrate('down').stdout).toBe('Nothing is applied.\n');
  });

  it('grants what each function.yaml states, once its users are there', async () => {
    const prefix = `t${randomBytes(4).toString('hex')}-`;
    const users = readFunctionManifests()
      .filter((manifest) => manifest.database.length > 0)
      .map((manifest) => quoteUser(userOf(prefix, manifest)));
    migrate('up');
    expect(migrate('grant', '--prefix', prefix)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`The server has no user ${users.join(', ')}. `),
    });
    await database.pool.query(`CREATE USER ${users.join(', ')}`);
    try {
      const { stdout } = migrate('grant', '--prefix', prefix);
      expect(stdout).toContain(`GRANT SELECT ON `);
      expect(migrate('grant', '--prefix', prefix)).toEqual({
        status: 0,
        stdout: 'Every user may do what function.yaml states, and no more.\n',
        stderr: '',
      });
    } finally {
      await database.pool.query(`DROP USER ${users.join(', ')}`);
    }
    expect(migrate('grant', '--prefix', "'x'")).toMatchObject({ status: 1 });
  });

  it('writes the files of a new migration, which waits for its statements', () => {
    expect(migrate('new', 'add-salaries').stdout).toMatch(/\/\d{4}-add-salaries\.up\.sql/);
    expect(migrate('status')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^\d{4}-add-salaries\.up\.sql holds no SQL statement\.$/m),
    });
    expect(migrate('new', 'Add Salaries')).toMatchObject({ status: 1 });
  });

  it('explains itself when it is called without a command', () => {
    expect(migrate()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('npm run migrate -- status'),
    });
  });
});

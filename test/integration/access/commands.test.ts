import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scryptHasher } from '@cutover/shared/adapters/access/scrypt-hasher.ts';
import { mysqlUserStore } from '@cutover/shared/adapters/mysql/access/user-store.ts';
import { repositoryRoot } from '../../../scripts/local/cutover-home.ts';
import { formatMysqlUrl } from '../../../scripts/local/mysql/parse-mysql-url.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutover-access-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(script: string, args: readonly string[], environment = {}, input = '') {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join('scripts', script), ...args],
    {
      cwd: repositoryRoot,
      encoding: 'utf8',
      input,
      env: { ...process.env, NODE_OPTIONS: '', CUTOVER_HOME: folder, ...environment },
    },
  );
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

describe.each([
  { kind: 'signing', behind: [] },
  { kind: 'encryption', behind: ['encryption'] },
])('npm run keys for $kind', ({ kind, behind }) => {
  const file = join(folder, `${kind}-keys.json`);
  const keys = (command: string, of = file) => run('keys.ts', [command, of, ...behind]);
  const keysIn = (text: string) => (JSON.parse(text) as { keys: { kid: string }[] }).keys;
  const kids = (text: string) => keysIn(text).map(({ kid }) => kid);

  const withoutSecrets = (text: string) => ({
    keys: keysIn(text).map((key) => ({ ...key, d: undefined })),
  });

  it('makes keys, puts new ones ahead, and shows no private part', () => {
    const made = keys('new');
    expect(made.status).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [first] = kids(made.stdout);
    const rotated = keys('rotate');
    expect(kids(rotated.stdout)).toEqual([expect.any(String), first]);
    const [second] = kids(rotated.stdout);
    const again = keys('rotate');
    expect(kids(again.stdout)).toEqual([expect.any(String), second]);
    const shown = keys('public');
    expect(shown).toEqual(again);
    expect(JSON.parse(shown.stdout)).toEqual(withoutSecrets(readFileSync(file, 'utf8')));
    for (const { stdout } of [made, rotated, again]) expect(stdout).not.toContain('"d"');
  });

  it('does not write over keys, and says what else it does not do', () => {
    expect(keys('new')).toMatchObject({
      status: 1,
      stderr: `${file} is there already; rotate adds a key to it.`,
    });
    expect(keys('public', 'package.json')).toMatchObject({
      status: 1,
      stderr: 'package.json holds no keys of this kind.',
    });
    const other = kind === 'signing' ? ['encryption'] : [];
    expect(run('keys.ts', ['rotate', file, ...other])).toMatchObject({ status: 1 });
    expect(keys('turn').stderr).toContain('npm run -s keys -- rotate FILE');
  });
});

describe('npm run users', () => {
  let database: TestDatabase;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    const { target } = database;
    environment = {
      MYSQL_URL: formatMysqlUrl({
        host: target.MYSQL_HOST,
        port: target.MYSQL_PORT,
        user: target.MYSQL_USER,
        password: target.MYSQL_PASSWORD ?? '',
        database: target.MYSQL_DATABASE,
      }),
    };
  });
  afterAll(() => database.drop());

  const users = (args: readonly string[], input = '') => run('users.ts', args, environment, input);
  const hashOf = async (name: string) =>
    (await mysqlUserStore(database.pool).find(name))?.passwordHash ?? null;

  it('adds, lists, changes and removes users', async () => {
    expect(users(['list']).stdout).toBe('There is no user yet.');
    expect(users(['add', 'ann', 'viewer'], 'correct horse\n').stdout).toBe('Added ann, viewer.');
    expect(users(['add', 'ann', 'admin'], 'correct horse\n')).toMatchObject({
      status: 1,
      stderr: 'There is a user ann already.',
    });
    expect(await scryptHasher().verify('correct horse', await hashOf('ann'))).toBe(true);
    expect(users(['role', 'ann', 'admin']).stdout).toBe('ann is admin from the next sign-in on.');
    expect(users(['password', 'ann'], 'battery staple').stdout).toBe('ann has another password.');
    expect(await scryptHasher().verify('battery staple', await hashOf('ann'))).toBe(true);
    expect(users(['list']).stdout).toMatch(/^ann +admin +since \S+Z, changed \S+Z$/);
    expect(users(['remove', 'ann']).stdout).toBe('Removed ann.');
    expect(await hashOf('ann')).toBeNull();
  });

  it.each<[readonly string[], string, string]>([
    [['role', 'bob', 'admin'], '', 'There is no user bob.'],
    [['remove', 'bob'], '', 'There is no user bob.'],
    [['add', 'bob', 'root'], 'correct horse', 'Name a role: viewer, operator, admin.'],
    [['add', 'b b', 'admin'], 'correct horse', 'The user name must be 1 to 64 of the letters'],
    [['add', 'bob', 'admin'], 'short', 'The password must have at least 8 characters.'],
    [['add', 'bob'], '', 'npm run -s users -- add NAME ROLE'],
  ])('refuses %j with a sentence', (args, input, sentence) => {
    const refused = users(args, input);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(sentence);
  });
});

describe('npm run token', () => {
  it('says that no local cloud runs where none does', () => {
    expect(run('token.ts', [])).toMatchObject({
      status: 1,
      stderr: 'No local cloud runs here; npm start starts it.',
    });
  });
});

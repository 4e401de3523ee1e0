import type { RowDataPacket } from 'mysql2/promise';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import type { Snapshot } from '../../../shared/src/domain/backup/snapshot.ts';
import { readTexts } from '../../support/backup/wire-cells.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('a snapshot', () => {
  let database: TestDatabase;
  const open: Snapshot[] = [];
  beforeEach(async () => {
    database = await createTestDatabase({ migrated: true });
  });
  afterEach(async () => {
    for (const snapshot of open.splice(0)) await snapshot.close();
    await database.drop();
  });

  const run = (sql: string) => database.pool.query(sql);
  async function take(...options: [Parameters<typeof openSnapshot>[1]?]): Promise<Snapshot> {
    const snapshot = await openSnapshot(database.pool, ...options);
    open.push(snapshot);
    return snapshot;
  }
  const namesOf = ({ tables }: Snapshot) => tables.map(({ contract }) => contract.table);

  it('shows every table but the own ones, with contract and DDL, in code-point order', async () => {
    await run('CREATE TABLE `Zebra` (`a ``b` INT PRIMARY KEY)');
    await run('CREATE TABLE `éclair` (a INT)');
    const snapshot = await take();
    const names = ['Zebra', 'departments', 'hired_employees', 'jobs', 'éclair'];
    expect(namesOf(snapshot)).toEqual(names);
    const [zebra] = snapshot.tables;
    expect(zebra?.contract.primaryKey).toEqual(['a `b']);
    expect(zebra?.ddl).toMatch(/^CREATE TABLE `Zebra` \(\n {2}`a ``b` int\(11\) NOT NULL,/);
    expect(snapshot.database).toBe(database.target.MYSQL_DATABASE);
    expect(snapshot.serverVersion).toMatch(/^\d+\.\d+\.\d+/);
    expect(snapshot.takenAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('shows the tables that are named, once each', async () => {
    expect(namesOf(await take({ tables: ['jobs', 'departments', 'jobs'] }))).toEqual([
      'departments',
      'jobs',
    ]);
  });

  it('gives rows by primary key, also where another index holds all columns', async () => {
    await run('CREATE TABLE t (a INT, b INT, v INT AS (a + b), PRIMARY KEY (b, a), KEY (a, b))');
    await run('INSERT INTO t (a, b) VALUES (1, 9), (2, -9), (3, 0), (1, 0)');
    const snapshot = await take({ tables: ['t'] });
    expect(await readTexts(snapshot.rows('t'))).toEqual([
      ['2', '-9'],
      ['1', '0'],
      ['3', '0'],
      ['1', '9'],
    ]);
  });

  it('gives the rows of several tables one after the other, and of an empty one none', async () => {
    await run("INSERT INTO departments VALUES (2, 'b'), (1, 'a')");
    const snapshot = await take();
    expect(await readTexts(snapshot.rows('jobs'))).toEqual([]);
    const rows = [
      ['1', 'a'],
      ['2', 'b'],
    ];
    expect(await readTexts(snapshot.rows('departments'))).toEqual(rows);
    expect(await readTexts(snapshot.rows('departments'))).toEqual(rows);
  });

  it.each([
    ['of more than 16 MB that begins with its length', 16_777_216],
    ['whose packet is full to the last byte', 16_777_215 - 4],
  ])('gives a row %s', async (_, length) => {
    await run('CREATE TABLE t (v LONGTEXT)');
    await run(`INSERT INTO t VALUES (REPEAT('x', ${length})), ('y')`);
    const rows = await readTexts((await take({ tables: ['t'] })).rows('t'));
    expect(rows.map(([text]) => text?.length)).toEqual([length, 1]);
  });

  it('does not see what is written after its instant, in whichever table', async () => {
    await run("INSERT INTO jobs VALUES (1, 'old')");
    const snapshot = await take();
    await run("INSERT INTO departments VALUES (1, 'new')");
    await run("UPDATE jobs SET job = 'new'");
    expect(await readTexts(snapshot.rows('departments'))).toEqual([]);
    expect(await readTexts(snapshot.rows('jobs'))).toEqual([['1', 'old']]);
  });

  it('keeps who alters or empties one of its tables waiting until it is closed', async () => {
    await run("INSERT INTO jobs VALUES (1, 'old')");
    const snapshot = await take({ tables: ['departments', 'jobs'] });
    const changes = [run('ALTER TABLE jobs ADD COLUMN more INT'), run('DROP TABLE departments')];
    try {
      const waiting = `SELECT COUNT(*) AS n FROM information_schema.processlist
        WHERE DB = DATABASE() AND STATE = 'Waiting for table metadata lock'`;
      for (let count = 0; count < changes.length; ) {
        const [rows] = await database.pool.query<RowDataPacket[]>(waiting);
        count = Number(rows[0]?.n);
      }
      expect(await readTexts(snapshot.rows('jobs'))).toEqual([['1', 'old']]);
      expect(await readTexts(snapshot.rows('departments'))).toEqual([]);
    } finally {
      await snapshot.close();
      await Promise.allSettled(changes);
    }
  });
});

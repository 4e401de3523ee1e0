import type { PoolConnection } from 'mysql2/promise';
import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import { isDeadlock } from '../../../shared/src/adapters/mysql/translate-mysql-error.ts';
import { readTexts } from '../../support/backup/wire-cells.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const names = ['a', 'b', 'c'];
const accounts = 50;

describe('a snapshot of several connections', () => {
  let database: TestDatabase;
  let readers: Awaited<ReturnType<typeof connectMysql>>;
  beforeAll(async () => {
    database = await createTestDatabase();
    readers = await connectMysql(database.target, names.length + 1);
    const values = Array.from({ length: accounts }, (_, id) => `(${id}, 100)`).join(', ');
    for (const name of names) {
      await run(`CREATE TABLE ${name} (id INT PRIMARY KEY, n INT)`);
      await run(`INSERT INTO ${name} VALUES ${values}`);
    }
  });
  afterAll(async () => {
    await readers.close();
    await database.drop();
  });

  const run = (sql: string) => database.pool.query(sql);
  const open = (pool = readers.pool) =>
    openSnapshot(pool, { connections: names.length, lockWaitSeconds: 1 });
  const sum = async (rows: ReturnType<Awaited<ReturnType<typeof open>>['rows']>) =>
    (await readTexts(rows)).reduce((total, [, n]) => total + Number(n), 0);

  async function moveOnce(writer: PoolConnection, turn: number): Promise<void> {
    const [from, to] = [names[turn % 3], names[(turn + 1) % 3]];
    await writer.beginTransaction();
    await writer.query(`UPDATE ${from} SET n = n - 7 WHERE id = ?`, [turn % accounts]);
    await writer.query(`UPDATE ${to} SET n = n + 7 WHERE id = ?`, [turn % accounts]);
    await writer.commit();
  }

  /** Moves amounts from table to table, one commit each; what the server ends as a deadlock is undone. */
  async function move(writer: PoolConnection, isOver: () => boolean): Promise<number> {
    let moves = 0;
    for (let turn = 0; !isOver(); turn++) {
      try {
        await moveOnce(writer, turn);
        moves++;
      } catch (error) {
        if (!isDeadlock(error)) throw error;
        await writer.rollback();
      }
    }
    return moves;
  }

  it('shows one instant to all of them: a sum that the writers keep is whole in it', async () => {
    const writer = await database.pool.getConnection();
    let isOver = false;
    const moving = move(writer, () => isOver);
    try {
      for (let round = 0; round < 10; round++) {
        const snapshot = await open();
        await database.pool.query('DO SLEEP(0.01)');
        const sums = await Promise.all(names.map((name) => sum(snapshot.rows(name))));
        await snapshot.close();
        expect(sums.reduce((total, each) => total + each, 0)).toBe(names.length * accounts * 100);
      }
    } finally {
      isOver = true;
      expect(await moving).toBeGreaterThan(0);
      writer.release();
    }
  });

  it('does not see what is written after it was opened, and lets it be written', async () => {
    const snapshot = await open();
    await run('INSERT INTO a VALUES (1000, 0)');
    await run('INSERT INTO c VALUES (1000, 0)');
    const counts = await Promise.all(
      names.map(async (name) => (await readTexts(snapshot.rows(name))).length),
    );
    expect(counts).toEqual([accounts, accounts, accounts]);
    await snapshot.close();
    for (const name of ['a', 'c']) await run(`DELETE FROM ${name} WHERE id = 1000`);
  });

  it('is read by as many at the same time as there are connections, and by no more', async () => {
    const snapshot = await open();
    const reading = names.map((name) => snapshot.rows(name));
    await Promise.all(reading.map((rows) => rows.next()));
    await expect(snapshot.rows('a').next()).rejects.toThrow('Another table');
    await snapshot.close();
    await expect(reading[0]?.next()).rejects.toThrow('The snapshot is closed.');
  });

  it('is refused while a transaction that has written stays open, and leaves nothing behind', async () => {
    const writer = await database.pool.getConnection();
    await writer.beginTransaction();
    await writer.query('UPDATE b SET n = n WHERE id = 1');
    await writer.query('INSERT INTO b VALUES (2000, 0)');
    await expect(open()).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringMatching(/^A transaction that writes to the tables.*try again/),
    });
    await writer.rollback();
    writer.release();
    const snapshot = await open();
    await snapshot.close();
    await run('ALTER TABLE b ADD COLUMN more INT');
    await run('ALTER TABLE b DROP COLUMN more');
  });

  it('is refused to a user who may not lock tables, naming the privilege', async () => {
    const name = database.target.MYSQL_DATABASE;
    const user = `'${name}'@'%'`;
    await run(`CREATE USER ${user} IDENTIFIED BY 'secret'`);
    const target = { ...database.target, MYSQL_USER: name, MYSQL_PASSWORD: 'secret' };
    const { pool, close } = await connectMysql(target, names.length + 1);
    try {
      await run(`GRANT SELECT ON ${name}.* TO ${user}`);
      await expect(open(pool)).rejects.toMatchObject({
        code: 'misconfigured',
        message: expect.stringMatching(/grant it LOCK TABLES\.$/),
      });
    } finally {
      await close();
      await run(`DROP USER ${user}`);
    }
  });
});

import type { PoolConnection } from 'mysql2/promise';
import type { Queryable } from '../../../shared/src/adapters/mysql/queryable.ts';
import { fixInstant } from '../../../shared/src/adapters/mysql/snapshot/fix-instant.ts';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import { readTexts } from '../../support/backup/wire-cells.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('the instant of a snapshot', () => {
  let database: TestDatabase;
  let connection: PoolConnection;
  beforeEach(async () => {
    database = await createTestDatabase();
    for (const table of ['a', 'b']) {
      await database.pool.query(`CREATE TABLE ${table} (id INT PRIMARY KEY, n INT)`);
    }
    connection = await database.pool.getConnection();
  });
  afterEach(async () => {
    connection.destroy();
    await database.drop();
  });

  /** Runs `interfere` on another connection just before each statement that `pattern` fits. */
  function interrupted(pattern: RegExp, interfere: (time: number) => Promise<unknown>): Queryable {
    let time = 0;
    return {
      query: (async (sql: string, values?: (string | number)[]) => {
        if (pattern.test(sql)) await interfere(++time);
        return connection.query(sql, values);
      }) as Queryable['query'],
    };
  }
  const run = (sql: string) => database.pool.query(sql);
  const holdsB = /FROM `b` LIMIT 0/;
  const looks = /LIMIT 1$/;

  it('comes after the last table is held: what is written until then is seen', async () => {
    const writing = interrupted(/^SELECT 1 FROM/, (n) => run(`INSERT INTO a VALUES (${n}, 0)`));
    await fixInstant(writing, undefined);
    await run('INSERT INTO a VALUES (9, 0)');
    const [rows] = await connection.query('SELECT id FROM a');
    expect(rows).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  it('is sought again where a table goes meanwhile', async () => {
    const { tables } = await fixInstant(
      interrupted(holdsB, () => run('DROP TABLE b')),
      undefined,
    );
    expect(tables).toEqual(['a']);
  });

  it('is sought again where a table comes meanwhile', async () => {
    const create = () => run('CREATE TABLE IF NOT EXISTS c (id INT)');
    expect((await fixInstant(interrupted(looks, create), undefined)).tables).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('is refused where a table that was named goes meanwhile, naming it', async () => {
    const dropping = interrupted(holdsB, () => run('DROP TABLE b'));
    await expect(fixInstant(dropping, ['a', 'b'])).rejects.toMatchObject({
      code: 'unknown-table',
      message: expect.stringContaining('There is no table "b"'),
    });
  });

  it('is given up where tables come all the while', async () => {
    const restless = interrupted(looks, (n) => run(`CREATE TABLE t${n} (id INT)`));
    await expect(fixInstant(restless, undefined)).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringMatching(/^Tables are created and dropped all the while/),
    });
  });

  it('is one for all tables: a sum that the writers keep is whole in it', async () => {
    const accounts = 50;
    const values = Array.from({ length: accounts }, (_, id) => `(${id}, 100)`).join(', ');
    for (const table of ['a', 'b']) await run(`INSERT INTO ${table} VALUES ${values}`);
    let transfers = 0;
    let isOver = false;
    async function transfer(): Promise<void> {
      const writer = await database.pool.getConnection();
      for (; !isOver; transfers++) {
        const amount = transfers % 2 === 0 ? 7 : -9;
        const account = transfers % accounts;
        await writer.beginTransaction();
        await writer.query('UPDATE a SET n = n - ? WHERE id = ?', [amount, account]);
        await writer.query('UPDATE b SET n = n + ? WHERE id = ?', [amount, account]);
        await writer.commit();
      }
      writer.release();
    }
    const writing = transfer();
    try {
      for (let round = 0; round < 10; round++) {
        const snapshot = await openSnapshot(database.pool);
        const sums: number[] = [];
        for (const table of ['a', 'b']) {
          const rows = await readTexts(snapshot.rows(table));
          sums.push(rows.reduce((sum, [, n]) => sum + Number(n), 0));
          for (const until = transfers + 10; transfers < until; ) await database.pool.query('DO 0');
        }
        await snapshot.close();
        expect((sums[0] ?? 0) + (sums[1] ?? 0)).toBe(2 * accounts * 100);
      }
    } finally {
      isOver = true;
      await writing;
    }
  });
});

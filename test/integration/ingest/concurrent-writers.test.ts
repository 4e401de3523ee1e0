import { AppError } from '../../../shared/src/domain/app-error.ts';
import type { Drop } from '../../../shared/src/domain/ingest/drop.ts';
import { booksBalance, type Load } from '../../../shared/src/domain/ingest/load.ts';
import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { interceptPorts } from '../../support/intercept-ports.ts';
import { rejectsOf, rowsOf } from '../../support/zone-words.ts';

describe('others write at the same time', () => {
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone(25);
  });

  afterAll(() => zone.close());

  /** Delivers to an instance of the function until the load ends. */
  async function deliver(drop: Drop): Promise<Load> {
    const ports = await zone.openInstance();
    for (let delivery = 1; delivery <= 20; delivery++) {
      try {
        return await zone.load(drop, ports);
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'busy')) throw error;
      }
    }
    throw new Error('The drop was delivered in vain.');
  }

  it.each(['reject', 'skip', 'update'])(
    'four loads with the same keys into the same table, by the rule %s',
    async (conflict) => {
      const table = `shared_${conflict}`;
      await zone.query(`CREATE TABLE ${table} (id INT PRIMARY KEY, owner INT NOT NULL)`);
      const ids = Array.from({ length: 200 }, (_, at) => at + 1);
      const drops: Drop[] = [];
      for (const owner of [1, 2, 3, 4]) {
        const own = owner % 2 === 0 ? ids.toReversed() : ids;
        drops.push(
          await zone.put(`${table}_${owner}.csv`, own.map((id) => `${id},${owner}`).join('\n'), {
            conflict,
          }),
        );
      }
      const loads = await Promise.all(drops.map(deliver));
      expect(loads.map(({ state }) => state)).toEqual(Array(4).fill('done'));
      expect(loads.every(({ counts }) => booksBalance(counts) && counts.read === 200)).toBe(true);
      const total = (name: 'inserted' | 'updated' | 'unchanged' | 'rejected') =>
        loads.reduce((sum, { counts }) => sum + counts[name], 0);
      expect(await rowsOf(zone, table)).toHaveLength(200);
      expect(total('inserted')).toBe(200);
      const others = { reject: 'rejected', skip: 'unchanged', update: 'updated' } as const;
      expect(total(others[conflict as keyof typeof others])).toBe(600);
      const rejects = await Promise.all(loads.map((load) => rejectsOf(zone, load)));
      expect(rejects.flat()).toHaveLength(total('rejected'));
    },
    60_000,
  );

  it('a session that locks rows in the other order: the load gives way and goes on', async () => {
    await zone.query('CREATE TABLE contested (id INT PRIMARY KEY, size INT NOT NULL)');
    const ids = Array.from({ length: 300 }, (_, at) => at);
    await zone.query('INSERT INTO contested VALUES ?', [ids.map((id) => [id, 0])]);
    const drop = await zone.put('contested.csv', ids.map((id) => `${id},1`).join('\n'), {
      conflict: 'update',
    });
    let isDone = false;
    async function disturb() {
      const connection = await zone.database.pool.getConnection();
      for (let round = 0; !isDone; round++) {
        await connection.beginTransaction();
        for (const at of [20, 10, 0]) {
          const id = ((round * 25) % 300) + at;
          await connection
            .query('UPDATE contested SET size = size WHERE id = ?', [id])
            .catch(() => {});
        }
        await connection.rollback();
      }
      connection.release();
    }
    const disturbing = disturb();
    const load = await deliver(drop).finally(() => {
      isDone = true;
    });
    await disturbing;
    expect(load).toMatchObject({ state: 'done', counts: { read: 300, updated: 300 } });
    expect(new Set((await rowsOf(zone, 'contested')).map((row) => row.split(',')[1]))).toEqual(
      new Set(['1']),
    );
  }, 60_000);

  it('a parent is deleted in the middle: no row refers to what is not there', async () => {
    await zone.query('CREATE TABLE parents (id INT PRIMARY KEY)');
    await zone.query(
      'CREATE TABLE children (id INT PRIMARY KEY, parent INT NOT NULL, FOREIGN KEY (parent) REFERENCES parents (id))',
    );
    await zone.query('INSERT INTO parents VALUES (1), (2)');
    const records = Array.from({ length: 200 }, (_, at) => `${at + 1},${1 + (at % 2)}`);
    const drop = await zone.put('children.csv', records.join('\n'));
    let calls = 0;
    const deletions: Promise<unknown>[] = [];
    const session = await zone.database.pool.getConnection();
    await session.query('SET innodb_lock_wait_timeout = 1');
    const ports = interceptPorts(zone.ports, async (call) => {
      const answer = await call();
      // Each deletion waits for what the load holds, and is refused once a row refers to the parent.
      if (++calls % 3 === 0)
        deletions.push(session.query('DELETE FROM parents WHERE id = 2').catch(() => {}));
      return answer;
    });
    const load = await zone.load(drop, ports);
    await Promise.all(deletions);
    session.release();
    const orphans = await zone.query(
      'SELECT id FROM children WHERE parent NOT IN (SELECT id FROM parents)',
    );
    expect(orphans).toEqual([]);
    expect(booksBalance(load.counts)).toBe(true);
    expect(load.counts.inserted + load.counts.rejected).toBe(200);
    expect(deletions.length).toBeGreaterThan(5);
  });

  it('a foreign key is added in the middle of a load: it holds for the rows that come after', async () => {
    await zone.query('CREATE TABLE owners (id INT PRIMARY KEY)');
    await zone.query('INSERT INTO owners VALUES (1)');
    await zone.query('CREATE TABLE goods (id INT PRIMARY KEY, owner INT NOT NULL)');
    const records = Array.from({ length: 2100 }, (_, at) => `${at + 1},${at < 2000 ? 1 : 2}`);
    const drop = await zone.put('goods.csv', records.join('\n'));
    let altering: Promise<unknown> | undefined;
    const checkDeadline = () => {
      altering ??= zone.query('ALTER TABLE goods ADD FOREIGN KEY (owner) REFERENCES owners (id)');
    };
    const load = await zone.load(drop, { checkDeadline });
    await altering;
    const orphans = await zone.query(
      'SELECT id FROM goods WHERE owner NOT IN (SELECT id FROM owners)',
    );
    expect(orphans).toEqual([]);
    expect(load.counts).toMatchObject({ read: 2100, inserted: 2000, rejected: 100 });
  });
});

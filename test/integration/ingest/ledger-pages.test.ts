import type { Pool, RowDataPacket } from 'mysql2/promise';
import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { mysqlLoadReader } from '../../../shared/src/adapters/mysql/load-reader.ts';
import type { LoadReader } from '../../../shared/src/domain/ingest/load-reader.ts';
import type { Page, PageRequest } from '../../../shared/src/domain/page.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const loads = 30_000;
const rejects = 30_000;
const limit = 10;
/** What a page may cost: its rows, the place where it begins, and the one row more that tells of a next page. */
const mostReads = 2 * (limit + 2);

const someLoad = '01M7WZZ5DC4WZFKVDQ00000000';

/** Numbers 0 to `count` - 1, as a table of the statement. */
const numbers = (count: number) =>
  `(WITH RECURSIVE n AS (SELECT 0 AS n UNION ALL SELECT n + 1 FROM n WHERE n < ${count - 1}) SELECT n FROM n) AS numbers`;

describe('a page of the ledger', () => {
  let database: TestDatabase;
  let pool: Pool;
  let close: () => Promise<void>;
  let reader: LoadReader;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    // One connection, so that its counters are those of the reader.
    ({ pool, close } = await connectMysql(database.target, 1));
    reader = mysqlLoadReader(pool);
    await pool.query('SET SESSION max_recursive_iterations = 100000').catch(() => {
      // MySQL has the same bound under the name cte_max_recursion_depth.
      return pool.query('SET SESSION cte_max_recursion_depth = 100000');
    });
    await pool.query(
      `INSERT INTO cutover_load (id, kind, bucket, object, generation, state, table_name, entity_id, started_at, updated_at)
       SELECT CONCAT('01M7WZZ5DC4WZFKVDQ', LPAD(n, 8, '0')), IF(n % 3 = 0, 'batch', 'drop'), 'b',
              CONCAT('jobs/', n % 3000, '.csv'), n, ELT(1 + n % 2, 'done', 'failed'), ELT(1 + n % 5, 'jobs', 'a', 'b', 'c', 'd'),
              n % 7, '2026-01-01' + INTERVAL n DIV 2 SECOND, '2026-01-01' FROM ${numbers(loads)}`,
    );
    await pool.query(
      `INSERT INTO cutover_reject (load_id, table_name, line, cells, faults, fingerprint, state)
       SELECT IF(n % 10 = 0, 'another', '${someLoad}'), 'jobs', n, '["1",""]', '[]', '', IF(n < 20000, 'fixed', 'open')
         FROM ${numbers(rejects)}`,
    );
    await pool.query('ANALYZE TABLE cutover_load, cutover_reject');
  });

  afterAll(async () => {
    await close();
    await database.drop();
  });

  /** What the storage engine was asked for, and what was sorted, while `work` ran. */
  async function countReads(work: () => Promise<unknown>) {
    await pool.query('FLUSH STATUS');
    await work();
    const [rows] = await pool.query<RowDataPacket[]>(
      "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%' OR Variable_name = 'Sort_rows'",
    );
    const counts = new Map(rows.map((row) => [String(row.Variable_name), Number(row.Value)]));
    const sorted = counts.get('Sort_rows') ?? 0;
    return { sorted, reads: [...counts.values()].reduce((sum, count) => sum + count, -sorted) };
  }

  /** The most that one of the first and the last pages costs. */
  async function measure<Item>(read: (page: PageRequest) => Promise<Page<Item>>) {
    const whole: Page<Item> = await read({ limit: 1000, cursor: null });
    const costs = [await countReads(() => read({ limit, cursor: null }))];
    let page = whole;
    while (page.next !== null) {
      const { next } = page;
      costs.push(await countReads(() => read({ limit, cursor: next })));
      page = await read({ limit: 1000, cursor: next });
    }
    return {
      pages: costs.length,
      sorted: Math.max(...costs.map(({ sorted }) => sorted)),
      reads: Math.max(...costs.map(({ reads }) => reads)),
    };
  }

  it.each([
    [{}],
    [{ state: 'failed' as const }],
    [{ kind: 'drop' as const }],
    [{ table: 'jobs' }],
    [{ entity: 3 }],
    [{ since: '2026-01-01T01:00:00Z', until: '2026-01-01T03:00:00Z' }],
    [{ state: 'done' as const, until: '2026-01-01T03:00:00Z' }],
  ])('of the loads %j costs the same at the end as at the start', async (filter) => {
    const { pages, sorted, reads } = await measure((page) => reader.list(filter, page));
    expect(pages).toBeGreaterThan(3);
    expect(sorted).toBe(0);
    expect(reads).toBeLessThanOrEqual(mostReads);
  });

  it.each([
    [{ state: 'done' as const, table: 'jobs' }, 10],
    [{ kind: 'batch' as const, state: 'failed' as const }, 12],
    [{ entity: 3, table: 'b', kind: 'drop' as const }, 60],
  ])('of the loads %j reads no more than what it passes over', async (filter, share) => {
    const { sorted, reads } = await measure((page) => reader.list(filter, page));
    expect(sorted).toBe(0);
    expect(reads).toBeLessThanOrEqual(mostReads * share);
  });

  it('of the loads of one object reads these alone', async () => {
    const filter = { object: 'jobs/7.csv' };
    const { reads } = await countReads(async () => {
      const { items } = await reader.list(filter, { limit, cursor: null });
      expect(items).toHaveLength(10);
    });
    expect(reads).toBeLessThanOrEqual(3 * limit);
  });

  it.each([null, 'open', 'fixed'] as const)('of the rejects (%s) costs the same', async (state) => {
    const selection = { loadId: someLoad, state };
    const { pages, sorted, reads } = await measure((page) => reader.listRejects(selection, page));
    expect(pages).toBeGreaterThan(8);
    expect(sorted).toBe(0);
    expect(reads).toBeLessThanOrEqual(mostReads);
  });
});

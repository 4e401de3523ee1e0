import { measureTable } from '../../shared/src/adapters/mysql/measure-table.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('the size of a table', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
  });

  afterAll(() => database.drop());

  it('is that of its rows and indexes, also right after they came', async () => {
    const { pool } = database;
    expect(await measureTable(pool, 'jobs')).toBeLessThan(2 ** 20);
    const rows = Array.from({ length: 20_000 }, (_, at) => [at + 1, 'x'.repeat(200)]);
    await pool.query('INSERT INTO jobs VALUES ?', [rows]);
    expect(await measureTable(pool, 'jobs')).toBeGreaterThan(4 * 2 ** 20);
  });

  it('is none where there is no such table', async () => {
    expect(await measureTable(database.pool, 'nobody')).toBeNull();
  });

  it('is the older one while somebody keeps the table', async () => {
    const holder = await database.pool.getConnection();
    await holder.query('LOCK TABLES departments WRITE');
    expect(await measureTable(database.pool, 'departments')).toBeGreaterThan(0);
    await holder.query('UNLOCK TABLES');
    holder.release();
  });
});

import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('a test database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
  });
  afterAll(() => database.drop());

  it('holds the suite’s tables', async () => {
    const [rows] = await database.pool.query("SHOW TABLES LIKE 'hired_employees'");
    expect(rows).toHaveLength(1);
  });

  it('stores four-byte characters as they are', async () => {
    await database.pool.query('INSERT INTO departments (id, department) VALUES (1, ?)', [
      'Straße 🚀',
    ]);
    const [rows] = await database.pool.query('SELECT department FROM departments');
    expect(rows).toEqual([{ department: 'Straße 🚀' }]);
  });
});

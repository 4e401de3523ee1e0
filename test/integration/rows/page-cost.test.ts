import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { describeTable } from '../../../shared/src/adapters/mysql/describe-table.ts';
import { mysqlRowReader } from '../../../shared/src/adapters/mysql/rows/row-reader.ts';
import { choosePageKey } from '../../../shared/src/domain/rows/page-key.ts';
import type { RowsRequest, StoredRow } from '../../../shared/src/domain/rows/ports.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const count = 6_000;
const pageRows = 100;

const tables: Readonly<Record<string, string>> = {
  one_key: 'id BIGINT UNSIGNED NOT NULL, PRIMARY KEY (id)',
  wide_key: 'a INT, b VARCHAR(20), id INT NOT NULL, PRIMARY KEY (a, b, id)',
  unique_key: 'id DECIMAL(12,2) NOT NULL, other INT, UNIQUE KEY by_id (id), KEY (other)',
  dated: 'at DATETIME(3) NOT NULL, id INT NOT NULL, PRIMARY KEY (at, id)',
};

const fill: Readonly<Record<string, string>> = {
  one_key: 'SELECT seq * 900719925474099 FROM seq_1_to_N',
  wide_key: "SELECT seq DIV 1500, CONCAT('b', seq DIV 100), seq FROM seq_1_to_N",
  unique_key: 'SELECT seq / 4, seq % 7 FROM seq_1_to_N',
  dated: "SELECT '2021-01-01' + INTERVAL (seq DIV 3) SECOND, seq FROM seq_1_to_N",
};

describe('a page of rows', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    for (const [table, columns] of Object.entries(tables)) {
      await database.pool.query(`CREATE TABLE ${table} (${columns})`);
      const rows = (fill[table] ?? '').replace('_N', `_${count}`);
      await database.pool.query(`INSERT INTO ${table} ${rows}`);
    }
  });
  afterAll(() => database.drop());

  /** A reader on one connection, and how many rows the server has looked at for it. */
  async function openCounted() {
    const connection = await database.pool.getConnection();
    const release = connection.release.bind(connection);
    const kept = Object.assign(connection, { release: () => {} });
    const pool = { getConnection: async (): Promise<PoolConnection> => kept };
    const reader = mysqlRowReader(pool as typeof database.pool);
    return {
      async countReads(request: RowsRequest) {
        await connection.query('FLUSH STATUS');
        const { next, rows } = await reader.open(request);
        const read: StoredRow[] = [];
        for await (const portion of rows) read.push(...portion);
        const like = "SHOW SESSION STATUS LIKE 'Handler_read%'";
        const [status] = await connection.query<RowDataPacket[]>(like);
        const reads = status.reduce((sum, { Value }) => sum + Number(Value), 0);
        return { next, read, reads };
      },
      release,
    };
  }

  async function requestOf(table: string, isDescending: boolean): Promise<RowsRequest> {
    const contract = await describeTable(database.pool, table);
    const { columns } = contract;
    const key = choosePageKey(contract);
    return { contract, columns, filters: [], key, isDescending, cursor: null, limit: pageRows };
  }

  it.each(Object.keys(tables).flatMap((table) => [false, true].map((down) => ({ table, down }))))(
    'of $table (backwards: $down) looks at as many rows at the end as at the beginning',
    async ({ table, down }) => {
      const { countReads, release } = await openCounted();
      const request = await requestOf(table, down);
      const seen = new Set<string>();
      const costs: number[] = [];
      let cursor: string | null = null;
      do {
        const { next, read, reads } = await countReads({ ...request, cursor });
        for (const row of read) seen.add(row.join());
        costs.push(reads);
        cursor = next;
      } while (cursor !== null);
      release();
      expect(seen.size).toBe(count);
      expect(costs.length).toBe(count / pageRows);
      expect(Math.max(...costs)).toBeLessThan(2 * pageRows + 20);
    },
  );
});

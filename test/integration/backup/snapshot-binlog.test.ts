import type { RowDataPacket } from 'mysql2/promise';
import { cutoverHome } from '../../../scripts/local/cutover-home.ts';
import { ensureMariadb } from '../../../scripts/local/mysql/ensure-mariadb.ts';
import { formatMysqlUrl } from '../../../scripts/local/mysql/parse-mysql-url.ts';
import {
  type MysqlServer,
  startMysqlServer,
} from '../../../scripts/local/mysql/start-mysql-server.ts';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import { readTexts } from '../../support/backup/wire-cells.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeHome } from '../../support/local-cloud.ts';

interface EventRow extends RowDataPacket {
  readonly Info: string;
  readonly End_log_pos: number;
}

describe('a snapshot of a server with a binary log', () => {
  const home = makeHome();
  let server: MysqlServer;
  let database: TestDatabase;
  beforeAll(async () => {
    server = await startMysqlServer({
      programs: await ensureMariadb(cutoverHome(process.env), () => {}),
      folder: home.folder,
      port: 0,
      serverOptions: ['--log-bin', '--binlog-format=STATEMENT'],
    });
    database = await createTestDatabase({ mysqlUrl: formatMysqlUrl(server) });
    await database.pool.query('CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY)');
  });
  afterAll(async () => {
    await database.drop();
    await server.stop();
    home.remove();
  });

  /** How many rows the log has put into the table up to the position. */
  async function insertsUpTo(position: { file: string; position: number }): Promise<number> {
    const [events] = await database.pool.query<EventRow[]>('SHOW BINLOG EVENTS IN ?', [
      position.file,
    ]);
    const inserts = events.filter(
      ({ Info, End_log_pos }) => /INSERT INTO t/.test(Info) && End_log_pos <= position.position,
    );
    return inserts.length;
  }

  it('tells where the log stood when its rows were the last ones, writers or not', async () => {
    let isOver = false;
    let written = 0;
    async function write(): Promise<void> {
      for (; !isOver; written++) await database.pool.query('INSERT INTO t VALUES ()');
    }
    await database.pool.query('INSERT INTO t VALUES ()');
    const writing = write();
    try {
      for (let round = 0; round < 10; round++) {
        const snapshot = await openSnapshot(database.pool);
        const rows = await readTexts(snapshot.rows('t'));
        await snapshot.close();
        if (snapshot.binlog !== null) expect(await insertsUpTo(snapshot.binlog)).toBe(rows.length);
        for (const until = written + 5; written < until; ) await database.pool.query('DO 0');
      }
    } finally {
      isOver = true;
      await writing;
    }
    const snapshot = await openSnapshot(database.pool);
    await snapshot.close();
    expect(snapshot.binlog?.file).toMatch(/-bin\.000001$/);
    expect(await insertsUpTo(snapshot.binlog ?? { file: '', position: 0 })).toBe(written + 1);
  });
});

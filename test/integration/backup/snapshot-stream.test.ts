import type { Socket } from 'node:net';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { openSnapshot } from '../../../shared/src/adapters/mysql/snapshot/open-snapshot.ts';
import { readTexts } from '../../support/backup/wire-cells.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { heapInUse } from '../../support/heap.ts';

const mebibyte = 1024 * 1024;
/** Longer than what fits into the buffers between server and client many times over. */
const rows = 500;

/** Sockets of the connections that the pool opens from now on. */
function watchSockets(pool: Pool): Socket[] {
  const sockets: Socket[] = [];
  pool.on('connection', (connection) => {
    sockets.push((connection as unknown as { readonly stream: Socket }).stream);
  });
  return sockets;
}

function bytesHeld(): number {
  heapInUse();
  return process.memoryUsage().arrayBuffers;
}

describe('the rows of a snapshot', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.pool.query('CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v LONGTEXT)');
    await database.pool.query(
      `INSERT INTO t (v) WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
       SELECT REPEAT('x', 50000) FROM n`,
    );
  });
  afterAll(() => database.drop());

  it('are not read ahead while nobody takes them', async () => {
    const sockets = watchSockets(database.pool);
    await Promise.all([1, 2, 3, 4].map(() => database.pool.query('DO SLEEP(0)')));
    const snapshot = await openSnapshot(database.pool);
    const portions = snapshot.rows('t');
    await portions.next();
    for (let round = 0; round < 100; round++) await database.pool.query('DO 0');
    const read = Math.max(...sockets.map(({ bytesRead }) => bytesRead));
    expect(read).toBeLessThan(2 * mebibyte);
    await portions.return();
  });

  it('take the same memory however many they are', async () => {
    const snapshot = await openSnapshot(database.pool);
    const before = bytesHeld();
    let [count, bytes, most] = [0, 0, 0];
    for await (const portion of snapshot.rows('t')) {
      count += portion.count;
      bytes += portion.bytes.length;
      most = Math.max(most, bytesHeld() - before);
    }
    await snapshot.close();
    expect(count).toBe(rows);
    expect(bytes).toBeGreaterThan(23 * mebibyte);
    expect(most).toBeLessThan(4 * mebibyte);
  });

  it('end with the snapshot where the reader stops early; the pool has its place again', async () => {
    for (let round = 0; round < 6; round++) {
      const snapshot = await openSnapshot(database.pool);
      for await (const portion of snapshot.rows('t')) {
        expect(portion.count).toBeGreaterThan(0);
        break;
      }
      await expect(snapshot.rows('t').next()).rejects.toMatchObject({
        code: 'conflict',
        message: 'The snapshot is closed.',
      });
    }
  });

  it('fail where the snapshot is closed while they are read', async () => {
    const snapshot = await openSnapshot(database.pool);
    const portions = snapshot.rows('t');
    await portions.next();
    await snapshot.close();
    await snapshot.close();
    await expect(portions.next()).rejects.toThrow('The snapshot is closed.');
  });

  it('fail where the server ends the connection between two portions', async () => {
    const snapshot = await openSnapshot(database.pool);
    const portions = snapshot.rows('t');
    await portions.next();
    const [[reader]] = await database.pool.query<RowDataPacket[]>(
      "SELECT ID AS id FROM information_schema.processlist WHERE DB = DATABASE() AND INFO LIKE '%FORCE INDEX%' AND ID <> CONNECTION_ID()",
    );
    await database.pool.query('KILL ?', [reader?.id]);
    await expect(readTexts(portions)).rejects.toMatchObject({ code: 'unavailable' });
    await snapshot.close();
  });

  it('are read of one table at a time, and of tables of the snapshot alone', async () => {
    const snapshot = await openSnapshot(database.pool);
    await expect(snapshot.rows('u').next()).rejects.toThrow('not opened for u');
    const portions = snapshot.rows('t');
    await portions.next();
    await expect(snapshot.rows('t').next()).rejects.toThrow('Another table');
    await portions.return();
  });
});

import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { heapInUse } from '../../support/heap.ts';
import { openRowsLane, type RowsLane } from '../../support/rows/rows-lane.ts';

const count = 40_000;
/** After so many bytes the heap is measured. */
const bytesBetween = 8 * 1024 * 1024;

describe('rows that are streamed', () => {
  let lane: RowsLane;
  beforeAll(async () => {
    lane = await openRowsLane();
    await lane.query('CREATE TABLE long_rows (id INT PRIMARY KEY, text VARCHAR(1000))');
    await lane.query(`INSERT INTO long_rows SELECT seq, REPEAT('x', 1000) FROM seq_1_to_${count}`);
  });
  afterAll(() => lane.close());

  /** Transactions that are open in the lane's database but for the asking one. */
  async function readersLeft(): Promise<number> {
    const [row] = await lane.query<{ n: string }>(
      `SELECT COUNT(*) AS n FROM information_schema.processlist
       WHERE DB = DATABASE() AND ID <> CONNECTION_ID() AND COMMAND <> 'Sleep'`,
    );
    return Number(row?.n);
  }

  async function awaitNoReaders(): Promise<void> {
    while ((await readersLeft()) > 0) await sleep(50);
  }

  it('take no more memory for more rows, and wait for who reads them slowly', async () => {
    const before = heapInUse();
    const answer = await lane.get('/tables/long_rows/rows?limit=all&format=ndjson');
    let bytes = 0;
    let measured = 0;
    let most = 0;
    for await (const piece of answer.body ?? []) {
      bytes += piece.length;
      if (bytes - measured < bytesBetween) continue;
      measured = bytes;
      most = Math.max(most, heapInUse() - before);
    }
    expect(measured).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(count * 1000);
    expect(most).toBeLessThan(16 * 1024 * 1024);
  });

  it('are of one instant, whatever is written meanwhile', async () => {
    const answer = await lane.get('/tables/long_rows/rows?limit=all&format=csv&columns=id');
    await lane.query('UPDATE long_rows SET id = id + 1000000 WHERE id > 39000');
    const [header, ...ids] = (await answer.text()).trim().split('\r\n');
    expect([header, ids.length, ids[0], ids.at(-1)]).toEqual(['id', count, '1', String(count)]);
    await lane.query('UPDATE long_rows SET id = id - 1000000 WHERE id > 1000000');
  });

  it('give their connection back when the caller leaves midway, asks for the head alone, or is gone before', async () => {
    const path = '/tables/long_rows/rows?limit=all&format=ndjson';
    for (let time = 0; time < 6; time++) {
      const leaving = new AbortController();
      const answer = await lane.get(path, { signal: leaving.signal });
      await answer.body?.getReader().read();
      leaving.abort();
      expect((await lane.get(path, { method: 'HEAD' })).status).toBe(200);
      const { hostname, port } = new URL(lane.url);
      const socket = connect(Number(port), hostname);
      socket.end(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
      socket.destroySoon();
    }
    await awaitNoReaders();
    // All connections of the pool are free again: so many calls at once are answered.
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => lane.json('/tables/long_rows/rows?limit=1')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });

  it('break the connection off where reading fails midway, and give a reason in the log', async () => {
    const answer = await lane.get('/tables/long_rows/rows?limit=all&format=csv');
    const reader = answer.body?.getReader();
    await reader?.read();
    const [row] = await lane.query<{ id: string }>(
      `SELECT ID AS id FROM information_schema.processlist
       WHERE DB = DATABASE() AND ID <> CONNECTION_ID() AND INFO LIKE 'SELECT%long_rows%'`,
    );
    await lane.query(`KILL ${Number(row?.id)}`);
    const readOn = async () => {
      for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read());
    };
    await expect(readOn()).rejects.toThrow();
  });

  it('are refused where the table has been altered since it was described', async () => {
    await lane.query('CREATE TABLE changing (id INT PRIMARY KEY, gone INT)');
    expect((await lane.json('/tables/changing/rows')).status).toBe(200);
    await lane.query('ALTER TABLE changing DROP COLUMN gone');
    const { status, body } = await lane.json('/tables/changing/rows');
    expect([status, body.code]).toEqual([409, 'conflict']);
    expect(body.detail).toBe('changing has just been altered; ask again.');
  });
});

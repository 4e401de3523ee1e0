import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../../scripts/sample-data/random.ts';
import { accessEnvironment, tokenOf } from '../../support/access.ts';
import { type DropZone, dropBucket, openDropZone, resultsBucket } from '../../support/drop-zone.ts';
import {
  buildFunctions,
  type FunctionProcess,
  startFunction,
} from '../../support/function-process.ts';

const seed = Number(process.env.CUTOVER_KILL_SEED ?? 20_240_501);
const clients = 20;
const batchesAClient = 6;
const rowsABatch = 40;
const kills = 8;
/** Ids from here on are those that the database gives. */
const firstNumbered = 1_000_000;

interface Order {
  readonly key: string | null;
  readonly rows: readonly object[];
}

const hire = (name: string) => ({ name, datetime: '2021-03-04', department_id: 1, job_id: 1 });

/**
 * With a key, rows that only it keeps from being added twice; without one, rows by which a
 * repetition is known. Every other row is one that other clients send, too, and one a batch is wrong.
 */
function orderOf(client: number, batch: number): Order {
  const isKeyed = (client + batch) % 2 === 0;
  const first = ((client * 7 + batch * 13) % 30) * (rowsABatch / 4);
  const rows = Array.from({ length: rowsABatch }, (_, at) => {
    const id = first + at + 1;
    if (at === 0) return { ...hire('wrong'), department_id: 99 };
    if (at % 2 === 0) return { id, ...hire(`shared ${id}`) };
    const own = `own ${client}-${batch}-${at}`;
    return isKeyed
      ? hire(own)
      : { id: 10_000 + (client * batchesAClient + batch) * rowsABatch + at, ...hire(own) };
  });
  return { key: isKeyed ? `order-${client}-${batch}` : null, rows };
}

describe('clients that post overlapping batches and repeat what is broken off', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-rivals-'));
  let zone: DropZone;
  let token: string;
  let current: FunctionProcess;
  let next: FunctionProcess;
  let killed = 0;

  function start(): FunctionProcess {
    const { target } = zone.database;
    return startFunction({
      name: 'ingest-rows',
      signature: 'http',
      source: join(folder, 'ingest-rows', 'index.js'),
      environment: {
        ...accessEnvironment,
        MYSQL_HOST: target.MYSQL_HOST,
        MYSQL_PORT: String(target.MYSQL_PORT),
        MYSQL_USER: target.MYSQL_USER,
        MYSQL_PASSWORD: target.MYSQL_PASSWORD ?? '',
        MYSQL_DATABASE: target.MYSQL_DATABASE,
        DROP_BUCKET: dropBucket,
        RESULTS_BUCKET: resultsBucket,
        STORAGE_EMULATOR_HOST: zone.storageUrl,
        GOOGLE_CLOUD_PROJECT: 'test',
      },
    });
  }

  beforeAll(async () => {
    buildFunctions(folder);
    zone = await openDropZone();
    token = await tokenOf('operator');
    await zone.drop('departments.csv', 'id,name\n1,Sales\n');
    await zone.drop('jobs.csv', 'id,title\n1,Nurse\n');
    await zone.query(`ALTER TABLE hired_employees AUTO_INCREMENT = ${firstNumbered}`);
    current = start();
    next = start();
    await current.ready;
  }, 120_000);

  afterAll(async () => {
    await Promise.all([current.kill(), next.kill()]);
    await zone.close();
    rmSync(folder, { recursive: true });
  });

  /** The status, or 0 where the process died over it. */
  function post({ key, rows }: Order): Promise<number> {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(key === null ? {} : { 'idempotency-key': key }),
    };
    const { socketPath } = current;
    return new Promise((resolve) => {
      const path = '/hired_employees/batch';
      const call = request({ socketPath, path, method: 'POST', headers, agent: false });
      call.on('response', (answer) => {
        answer.resume();
        answer.on('close', () => resolve(answer.complete ? (answer.statusCode ?? 0) : 0));
      });
      call.on('error', () => resolve(0));
      call.end(JSON.stringify({ rows, conflict: 'skip' }));
    });
  }

  async function sendUntilDone(order: Order): Promise<number[]> {
    const statuses: number[] = [];
    for (;;) {
      const status = await post(order);
      statuses.push(status);
      if (status === 200) return statuses;
      await sleep(20);
    }
  }

  async function killNow(): Promise<void> {
    const victim = current;
    await next.ready;
    current = next;
    next = start();
    await victim.kill();
    killed++;
  }

  it('each key adds its rows once, and the books balance', async () => {
    const random = createRandom(seed);
    let isOver = false;
    const seen: number[] = [];
    const posting = Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        for (let batch = 0; batch < batchesAClient; batch++) {
          seen.push(...(await sendUntilDone(orderOf(client, batch))));
        }
      }),
    ).then(() => {
      isOver = true;
    });
    while (!isOver && killed < kills) {
      await sleep(50 + random.below(250));
      await killNow();
    }
    await posting;
    // The last answers again: those who keep their keys get what they got.
    for (let client = 0; client < clients; client++) {
      await sendUntilDone(orderOf(client, batchesAClient - 1));
    }

    expect(killed).toBeGreaterThan(0);
    expect([...new Set(seen)].filter((status) => ![0, 200, 409, 503].includes(status))).toEqual([]);
    const orders = Array.from({ length: clients * batchesAClient }, (_, at) =>
      orderOf(at % clients, Math.floor(at / clients)),
    );
    const names = orders.flatMap(({ rows }) => rows.map((row) => (row as { name: string }).name));
    const expected = new Set(names.filter((name) => name !== 'wrong'));
    const stored = await zone.query<{ name: string }>('SELECT name FROM hired_employees');
    expect(stored.map(({ name }) => name).sort()).toEqual([...expected].sort());

    const [books] = await zone.query(
      `SELECT SUM(inserted) AS inserted, SUM(rejected) AS rejected,
              SUM(records_read <> inserted + updated + unchanged + rejected + blank + withheld) AS unbalanced,
              SUM(state <> 'done') AS undone
         FROM cutover_load WHERE kind = 'batch'`,
    );
    const [rejects] = await zone.query(
      'SELECT COUNT(*) AS count FROM cutover_reject AS reject JOIN cutover_load AS owner ON owner.id = reject.load_id',
    );
    expect(books).toEqual({
      inserted: String(expected.size),
      rejected: String(rejects?.count),
      unbalanced: '0',
      undone: '0',
    });
    const keys = await zone.query('SELECT answer IS NULL AS open FROM cutover_idempotency');
    expect(keys).toHaveLength(orders.filter(({ key }) => key !== null).length);
  }, 240_000);
});

import { mysqlBatchLedger } from '../../../shared/src/adapters/mysql/batch-ledger.ts';
import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { mysqlLoadReader } from '../../../shared/src/adapters/mysql/load-reader.ts';
import {
  type RepairPorts,
  repairRejects,
} from '../../../shared/src/domain/batch/repair-rejects.ts';
import type { Load } from '../../../shared/src/domain/ingest/load.ts';
import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { beginWithParents, faultyHiresFile } from '../../support/faulty-hires-file.ts';
import { openRelay, type Verdict } from '../../support/relay.ts';
import { rejectsOf, rowsOf } from '../../support/zone-words.ts';

const rows = [{ name: 'Cy' }, { id: 3 }, { department_id: 1 }, {}];

describe('a repair whose process dies', () => {
  let zone: DropZone;
  let load: Load;

  beforeAll(async () => {
    zone = await openDropZone();
  });

  afterAll(() => zone.close());

  async function begin() {
    await beginWithParents(zone);
    load = await zone.drop('hired_employees.csv', faultyHiresFile, { entity: '17' });
  }

  async function repair(batches: RepairPorts['batches']) {
    const repairs = (await rejectsOf(zone, load))
      .slice(0, rows.length)
      .map(({ id }, at) => ({ rejectId: id, row: rows[at] ?? {} }));
    const ports = { ...zone.ports, batches, loads: mysqlLoadReader(zone.database.pool) };
    return repairRejects(ports, { load, repairs, actor: 'ann', now: new Date() });
  }

  /** Repairs over connections that end at the how-manieth message, as those of a dead process do. */
  async function repairUntil(last: number, verdict: Verdict) {
    const { target } = zone.database;
    let count = 0;
    let end = () => {};
    const relay = await openRelay(
      { host: target.MYSQL_HOST, port: target.MYSQL_PORT },
      { judge: () => (++count === last ? verdict : 'pass'), act: () => end() },
    );
    const dies = new Promise<never>((_resolve, reject) => {
      end = () => void relay.close().then(() => reject(new Error('died')));
    });
    const relayed = { ...target, MYSQL_HOST: '127.0.0.1', MYSQL_PORT: relay.port };
    const { pool, close } = await connectMysql(relayed, 1);
    try {
      await Promise.race([repair(mysqlBatchLedger(pool, 24)), dies]);
      return count;
    } finally {
      await close();
      if (count < last) await relay.close();
    }
  }

  /** The server ends the transaction of a connection that is gone, and then gives up its locks. */
  const awaitEnd = () =>
    zone.query('SELECT id FROM cutover_reject WHERE load_id = ? FOR UPDATE', [load.id]);

  const repairLoads = () =>
    zone.query(
      "SELECT state, records_read, inserted, unchanged, rejected FROM cutover_load WHERE kind = 'repair'",
    );

  async function describeOutcome() {
    return {
      rows: await rowsOf(zone, 'hired_employees'),
      rejects: (await rejectsOf(zone, load)).map(({ line, state }) => `${line} ${state}`),
      open: (await zone.openRejects('hired_employees')).map(({ line, codes }) => ({ line, codes })),
      loads: await repairLoads(),
    };
  }

  it('at any message leaves all of it or nothing, and the next call ends the same', async () => {
    await begin();
    const nothing = await describeOutcome();
    const messages = await repairUntil(Number.POSITIVE_INFINITY, 'pass');
    const all = await describeOutcome();
    expect(all).toMatchObject({
      rejects: ['3 fixed', '4 superseded', '6 fixed', '7 fixed'],
      open: [{ line: 4, codes: ['bad-date'] }],
      loads: [{ state: 'done', records_read: '4', inserted: '3', rejected: '1' }],
    });
    const left = { nothing: 0, all: 0 };
    const own = await connectMysql(zone.database.target, 2);
    for (let last = 1; last <= messages; last++) {
      for (const verdict of ['act-before', 'act-after'] as const) {
        await begin();
        await expect(repairUntil(last, verdict)).rejects.toThrow();
        await awaitEnd();
        const after = await describeOutcome();
        const isAll = after.loads.length > 0;
        expect(after).toEqual(isAll ? all : nothing);
        left[isAll ? 'all' : 'nothing']++;
        await repair(mysqlBatchLedger(own.pool, 24));
        expect(await describeOutcome()).toEqual(all);
      }
    }
    await own.close();
    expect(left.nothing).toBeGreaterThan(messages);
    expect(left.all).toBeGreaterThan(0);
  });
});

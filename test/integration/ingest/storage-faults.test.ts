import { Storage } from '@google-cloud/storage';
import { storageDropReader } from '../../../shared/src/adapters/storage/drop-reader.ts';
import { storageResultStore } from '../../../shared/src/adapters/storage/result-store.ts';
import type { Drop } from '../../../shared/src/domain/ingest/drop.ts';
import type { LoadPorts } from '../../../shared/src/domain/ingest/load-ports.ts';
import { describeOutcome, type LoadOutcome } from '../../support/describe-outcome.ts';
import { type DropZone, dropBucket, openDropZone, resultsBucket } from '../../support/drop-zone.ts';
import { faultyDrop, firstParents } from '../../support/faulty-drop.ts';
import {
  type ChooseFault,
  type FaultyStorage,
  openFaultyStorage,
} from '../../support/faulty-storage.ts';
import { interceptPorts } from '../../support/intercept-ports.ts';
import { rowsOf } from '../../support/zone-words.ts';

const tables = ['departments', 'jobs', 'hired_employees'];
/** Long enough to come in several pieces. */
const file = faultyDrop(6000, 9);

describe('Cloud Storage fails in the middle of a load', () => {
  let zone: DropZone;
  let faulty: FaultyStorage;
  let ports: Partial<LoadPorts>;
  let expected: LoadOutcome;

  async function begin(): Promise<Drop> {
    for (const table of [...tables.toReversed(), 'cutover_reject', 'cutover_load'])
      await zone.query(`DELETE FROM ${table}`);
    await zone.storage.bucket(resultsBucket).deleteFiles();
    await zone.drop('departments.csv', firstParents.departments);
    await zone.drop('jobs.csv', firstParents.jobs);
    return zone.put('hired_employees.csv', file);
  }

  beforeAll(async () => {
    zone = await openDropZone(500);
    faulty = await openFaultyStorage(zone.storageUrl);
    // The client's own patience is cut short; what the reader does beyond it is what counts here.
    const storage = new Storage({
      apiEndpoint: faulty.url,
      projectId: 'test',
      retryOptions: { autoRetry: false, maxRetries: 0 },
    });
    ports = {
      drops: storageDropReader(storage),
      results: storageResultStore(storage, resultsBucket),
    };
    await zone.load(await begin());
    expected = await describeOutcome(zone, tables);
  });

  afterAll(async () => {
    await faulty.close();
    await zone.close();
  });

  const isMedia = (path: string) => path.includes('alt=media') && path.includes(dropBucket);

  /** Delivers until the load ends. Returns how many deliveries that took. */
  async function deliver(drop: Drop, choose: ChooseFault): Promise<number> {
    faulty.choose(choose);
    for (let deliveries = 1; deliveries <= 10; deliveries++) {
      try {
        await zone.load(drop, ports);
        return deliveries;
      } catch (error) {
        expect(error).toMatchObject({ code: 'unavailable' });
      }
    }
    throw new Error('The drop was delivered in vain.');
  }

  it('the stream breaks off again and again: reading goes on where it broke', async () => {
    const drop = await begin();
    let at = 0;
    const cuts = [0, 1, 1000, 70_000, 100_000, 3];
    const deliveries = await deliver(drop, (_method, path) => {
      const afterBytes = isMedia(path) ? cuts[at++] : undefined;
      return afterBytes === undefined ? undefined : { kind: 'cut', afterBytes };
    });
    expect(deliveries).toBe(1);
    expect(at).toBeGreaterThan(cuts.length);
    expect(await describeOutcome(zone, tables)).toEqual(expected);
  });

  it.each([429, 500, 503])(
    'it answers %d a few times: the load waits and goes on',
    async (status) => {
      const drop = await begin();
      let left = 3;
      const deliveries = await deliver(drop, (_method, path) =>
        isMedia(path) && left-- > 0 ? { kind: 'status', status } : undefined,
      );
      expect(deliveries).toBe(1);
      expect(await describeOutcome(zone, tables)).toEqual(expected);
    },
  );

  it('it stays away: the event is to be delivered again, and that call goes on from the checkpoint', async () => {
    const drop = await begin();
    let isAway = false;
    let requests = 0;
    const deliveries = await deliver(drop, (_method, path) => {
      if (!isMedia(path)) return undefined;
      requests++;
      // The second request is the load's; the first is the look at the file's beginning.
      if (requests === 2) {
        isAway = true;
        return { kind: 'cut', afterBytes: 200_000 };
      }
      if (requests === 8) isAway = false;
      return isAway ? { kind: 'status', status: 503 } : undefined;
    });
    expect(deliveries).toBeGreaterThan(1);
    expect(await describeOutcome(zone, tables)).toEqual(expected);
  });

  it('it is slow: the load takes its time', async () => {
    const drop = await begin();
    await deliver(drop, (_method, path) =>
      isMedia(path) ? { kind: 'slow', millisecondsAPiece: 20 } : undefined,
    );
    expect(await describeOutcome(zone, tables)).toEqual(expected);
  });

  it('results can not be written: the load stays done, and the next delivery writes them', async () => {
    for (const name of ['not_added', 'loads']) {
      const drop = await begin();
      let left = 1;
      const deliveries = await deliver(drop, (method, path) =>
        method === 'POST' && path.includes(`name=${name}`) && left-- > 0
          ? { kind: 'status', status: 503 }
          : undefined,
      );
      expect(deliveries).toBe(2);
      expect(await describeOutcome(zone, tables)).toEqual(expected);
    }
  });

  it('the file is replaced in the middle: the two do not mix', async () => {
    const first = await begin();
    const newer = 'id,name,datetime,department_id,job_id\n70001,Newer,2021-01-01,1,1\n';
    let second: Drop | undefined;
    let requests = 0;
    faulty.choose((_method, path) => {
      if (!isMedia(path)) return undefined;
      requests++;
      return requests === 2 ? { kind: 'cut', afterBytes: 150_000 } : undefined;
    });
    const replacing = interceptPorts({ ...zone.ports, ...ports }, async (call) => {
      const answer = await call();
      if (requests === 2) second ??= await zone.put('hired_employees.csv', newer);
      return answer;
    });
    const load = await zone.load(first, replacing);
    expect([load.state, load.errorCode, load.error]).toEqual([
      'failed',
      'not-found',
      'gs://test-drop/hired_employees.csv is gone, or a newer file took its place.',
    ]);
    if (second === undefined) throw new Error('The file was not replaced.');
    expect(await zone.load(second, ports)).toMatchObject({
      state: 'done',
      counts: { read: 1, inserted: 1 },
    });
    const rows = await rowsOf(zone, 'hired_employees');
    expect(rows).toHaveLength(load.counts.inserted + 1);
    expect(rows.at(-1)).toBe('70001,Newer,2021-01-01 00:00:00,1,1');
  });

  it('the file is gone before it is read: the load ends, and says so', async () => {
    const drop = await begin();
    await zone.storage.bucket(dropBucket).file('hired_employees.csv').delete();
    faulty.choose(() => undefined);
    expect(await zone.load(drop, ports)).toMatchObject({ state: 'failed', errorCode: 'not-found' });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Drop } from '../../../shared/src/domain/ingest/drop.ts';
import { describeOutcome, type LoadOutcome } from '../../support/describe-outcome.ts';
import { faultyDrop } from '../../support/faulty-drop.ts';
import { atCount, atText, type Lane, openLane, type Trigger } from '../../support/ingest-lane.ts';
import { buildIngest, type IngestProcess } from '../../support/ingest-process.ts';

const tables = ['departments', 'jobs', 'hired_employees'];
const file = faultyDrop(300, 7);

describe('two processes get the same drop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-rivals-'));
  let lane: Lane;
  let expected: LoadOutcome;

  beforeAll(async () => {
    lane = await openLane(buildIngest(folder), { CHUNK_ROWS: '20', LEASE_SECONDS: '1' });
    await lane.begin();
    await lane.zone.drop('hired_employees.csv', file);
    expected = await describeOutcome(lane.zone, tables);
  });

  afterAll(async () => {
    await lane.close();
    rmSync(folder, { recursive: true });
  });

  /** As the platform does: again until it is answered well. */
  async function deliverUntilDone(process: IngestProcess, drop: Drop): Promise<number> {
    for (let deliveries = 1; deliveries <= 100; deliveries++) {
      if ((await process.deliver(drop)) === 204) return deliveries;
      await sleep(50);
    }
    throw new Error('The drop was delivered in vain.');
  }

  async function beginRivals() {
    await lane.begin();
    const drop = await lane.zone.put('hired_employees.csv', file);
    return { drop, first: await lane.takeProcess(), second: await lane.takeProcess() };
  }

  it('at the same time: one loads it, and the other is told to come again', async () => {
    for (let round = 0; round < 3; round++) {
      const { drop, first, second } = await beginRivals();
      const statuses = await Promise.all([first.deliver(drop), second.deliver(drop)]);
      expect(statuses.toSorted()).toEqual([204, 500]);
      await Promise.all([first, second].map((process) => deliverUntilDone(process, drop)));
      expect(await describeOutcome(lane.zone, tables)).toEqual(expected);
      await Promise.all([first, second].map(lane.end));
    }
  });

  it('and the one that loads it dies: the other goes on at once', async () => {
    for (const at of [60, 120, 180]) {
      const { drop, first, second } = await beginRivals();
      lane.arm(first, 'SIGKILL', atCount(at, 'act-after'));
      const loading = first.deliver(drop);
      await deliverUntilDone(second, drop);
      await loading;
      expect(await describeOutcome(lane.zone, tables)).toEqual(expected);
      await Promise.all([first, second].map(lane.end));
    }
  });

  const stops: [string, Trigger][] = [
    ['with rows written and not committed', atText('LOAD DATA', 'act-after', 5)],
    ['over its rejects', atText('INSERT INTO cutover_reject', 'act-after', 4)],
    ['just before it commits', atText('byte_offset', 'act-after', 6)],
    ['after it has committed', atText('COMMIT', 'act-after', 5)],
  ];

  it.each(stops)(
    'and the one that loads it hangs %s: the other takes it over, and the first writes no more',
    async (_where, at) => {
      const { drop, first, second } = await beginRivals();
      lane.arm(first, 'SIGSTOP', at);
      const hanging = first.deliver(drop);
      while (!lane.hasActed()) await sleep(5);
      await deliverUntilDone(second, drop);
      const outcome = await describeOutcome(lane.zone, tables);
      first.signal('SIGCONT');
      expect(await hanging).toBe(500);
      expect(outcome).toEqual(expected);
      expect(await describeOutcome(lane.zone, tables)).toEqual(expected);
      await Promise.all([first, second].map(lane.end));
    },
    30_000,
  );

  it('and the one that publishes it hangs: the other waits for it', async () => {
    const { drop, first, second } = await beginRivals();
    lane.arm(first, 'SIGSTOP', atText('name=not_added', 'act-after'));
    const hanging = first.deliver(drop);
    while (!lane.hasActed()) await sleep(5);
    const waiting = second.deliver(drop);
    first.signal('SIGCONT');
    expect(await Promise.all([hanging, waiting])).toEqual([204, 204]);
    expect(await describeOutcome(lane.zone, tables)).toEqual(expected);
    await Promise.all([first, second].map(lane.end));
  });
});

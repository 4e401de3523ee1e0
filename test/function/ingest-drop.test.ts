import type { Drop } from '../../shared/src/domain/ingest/drop.ts';
import { describeOutcome } from '../support/describe-outcome.ts';
import { type DropZone, openDropZone } from '../support/drop-zone.ts';
import { type IngestProcess, startIngest } from '../support/ingest-process.ts';
import { eventually } from '../support/local-cloud.ts';
import { rowsOf } from '../support/zone-words.ts';

/** Loading this with a chunk for each record takes longer than a second. */
const long = Array.from({ length: 4000 }, (_, at) => `${at + 1},Job ${at + 1}\n`).join('');

describe('ingest-drop', () => {
  let zone: DropZone;
  const running: IngestProcess[] = [];

  beforeAll(async () => {
    zone = await openDropZone();
  });

  afterAll(async () => {
    await Promise.all(running.map((process) => process.kill()));
    await zone.close();
  });

  async function start(environment: Record<string, string> = {}): Promise<IngestProcess> {
    const { target } = zone.database;
    const process = startIngest({ target, storageUrl: zone.storageUrl, environment });
    running.push(process);
    await process.ready;
    return process;
  }

  /** The log lines with this message, without their time. */
  const linesOf = (process: IngestProcess, message: string) =>
    process.log().flatMap(({ time, ...line }) => (line.message === message ? [line] : []));

  const awaitLine = (process: IngestProcess, message: string) =>
    eventually(message, () => linesOf(process, message)[0]);

  async function deliverUntilDone(process: IngestProcess, drop: Drop): Promise<number> {
    for (let deliveries = 1; deliveries <= 100; deliveries++) {
      if ((await process.deliver(drop)) === 204) return deliveries;
    }
    throw new Error('The drop was delivered in vain.');
  }

  it('loads a dropped file and says so in one line, without what stands in it', async () => {
    const process = await start();
    const drop = await zone.put('departments.csv', 'id,name\n1,Topsecret\n2,\n,,\n');
    expect(await process.deliver(drop)).toBe(204);
    const line = await awaitLine(process, 'load finished');
    expect(line).toEqual({
      severity: 'INFO',
      function: 'ingest-drop',
      message: 'load finished',
      event_id: expect.any(String),
      load_id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      state: 'done',
      object: 'departments.csv',
      generation: drop.generation,
      table: 'departments',
      read: 3,
      inserted: 1,
      updated: 0,
      unchanged: 0,
      rejected: 1,
      blank: 1,
      withheld: 0,
      seconds: expect.any(Number),
    });
    expect(JSON.stringify(process.log())).not.toContain('Topsecret');
    expect(await rowsOf(zone, 'departments')).toEqual(['1,Topsecret']);
    expect(linesOf(process, 'load finished')).toHaveLength(1);
  });

  it('answers well and warns where the file is at fault: to deliver it again would not help', async () => {
    const process = await start();
    expect(await process.deliver(await zone.put('nobody.csv', '1\n'))).toBe(204);
    expect(await awaitLine(process, 'load failed')).toMatchObject({
      severity: 'WARNING',
      state: 'failed',
      error_code: 'unknown-table',
      object: 'nobody.csv',
    });
  });

  it('passes over the mark of a folder and an event without an object', async () => {
    const process = await start();
    expect(await process.deliver(await zone.put('incoming/', ''))).toBe(204);
    const drop = await zone.put('jobs.csv', '1,Nurse\n');
    expect(await process.deliver({ ...drop, name: '' })).toBe(204);
    expect(await awaitLine(process, 'event without an object refused')).toMatchObject({
      severity: 'ERROR',
    });
    expect(
      await zone.query("SELECT id FROM cutover_load WHERE object IN ('', 'incoming/')"),
    ).toEqual([]);
  });

  it('hands over near its deadline, and the next deliveries end the load', async () => {
    const process = await start({ CHUNK_ROWS: '1', DEADLINE_SECONDS: '1' });
    await zone.query('DELETE FROM jobs');
    const drop = await zone.put('jobs.csv', long);
    expect(await deliverUntilDone(process, drop)).toBeGreaterThan(1);
    expect(await rowsOf(zone, 'jobs')).toHaveLength(4000);
    expect(await awaitLine(process, 'event to be delivered again')).toMatchObject({
      severity: 'WARNING',
      reason: 'The time of this call is over; the next delivery goes on.',
    });
    expect(linesOf(process, 'load finished')).toHaveLength(1);
  });

  it('hands over when the platform stops the instance, and ends in order', async () => {
    const process = await start({ CHUNK_ROWS: '1' });
    await zone.query('DELETE FROM jobs');
    const drop = await zone.put('jobs.csv', long);
    const answer = process.deliver(drop);
    while ((await rowsOf(zone, 'jobs')).length === 0) await Promise.resolve();
    process.signal('SIGTERM');
    expect(await answer).toBe(500);
    const left = (await rowsOf(zone, 'jobs')).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(4000);
    expect(await deliverUntilDone(await start(), drop)).toBe(1);
    const [load] = await zone.query(
      'SELECT state, inserted, rejected FROM cutover_load WHERE generation = ?',
      [drop.generation],
    );
    expect(load).toMatchObject({ state: 'done', inserted: '4000', rejected: '0' });
  });

  it('asks for another delivery while its settings are wrong, and names them', async () => {
    const process = await start({ CHUNK_ROWS: 'many', LEASE_SECONDS: '0' });
    const before = await describeOutcome(zone, ['jobs']);
    expect(await process.deliver(await zone.put('jobs_2.csv', '9001,Baker\n'))).toBe(500);
    const line = await awaitLine(process, 'event failed');
    expect(JSON.stringify(line)).toMatch(/CHUNK_ROWS.*LEASE_SECONDS/);
    expect(await describeOutcome(zone, ['jobs'])).toEqual(before);
  });
});

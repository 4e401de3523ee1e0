import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type Random } from '../../../scripts/sample-data/random.ts';
import { describeOutcome, type LoadOutcome } from '../../support/describe-outcome.ts';
import { faultyDrop, lateDepartments } from '../../support/faulty-drop.ts';
import { atCount, atText, type Lane, openLane } from '../../support/ingest-lane.ts';
import { buildIngest } from '../../support/ingest-process.ts';

const seed = Number(process.env.CUTOVER_KILL_SEED ?? 20_240_501);
const kills = 200;
const laneCount = 2;
const tables = ['departments', 'jobs', 'hired_employees'];
const file = faultyDrop(400, seed);

/** The hires wait in part for departments that come with the second drop. */
const putHires = ({ zone }: Lane) => zone.put('hired_employees.csv', file);
const putLate = ({ zone }: Lane) => zone.put('departments_late.csv', lateDepartments);

describe('the function is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-kill-'));
  const lanes: Lane[] = [];
  let firstLane: Lane;
  let expected: LoadOutcome;
  /** What a process sends to database and storage while it loads the hires undisturbed. */
  let messages: number;

  beforeAll(async () => {
    const bundle = buildIngest(folder);
    for (let lane = 0; lane < laneCount; lane++) {
      lanes.push(await openLane(bundle, { CHUNK_ROWS: '20' }));
    }
    [firstLane] = lanes as [Lane];
    await firstLane.begin();
    const undisturbed = await firstLane.deliver(await putHires(firstLane));
    messages = undisturbed.messages;
    expect((await firstLane.deliver(await putLate(firstLane))).status).toBe(204);
    expected = await describeOutcome(firstLane.zone, tables);
  });

  afterAll(async () => {
    await Promise.all(lanes.map((lane) => lane.close()));
    rmSync(folder, { recursive: true });
  });

  it('never in the run that the others are compared with', () => {
    expect(expected.loads).toMatchObject(
      [
        { object: 'departments.csv', state: 'done' },
        {
          object: 'departments_late.csv',
          state: 'done',
          inserted: '2',
          unchanged: '1',
          rejected: '1',
        },
        { object: 'hired_employees.csv', state: 'done', error: null, evidence_stale: 0 },
        { object: 'jobs.csv', state: 'done' },
      ].map((load) => expect.objectContaining(load)),
    );
    expect(expected.rejects.length).toBeGreaterThan(80);
    expect(new Set(expected.rejects.map(({ state }) => state))).toEqual(new Set(['open', 'fixed']));
  });

  /** Delivers both drops until each is answered well, and returns how often that took a kill. */
  async function loadKilled(lane: Lane, random: Random): Promise<number> {
    await lane.begin();
    let killed = 0;
    for (const put of [putHires, putLate]) {
      const drop = await put(lane);
      for (let status = 0; status !== 204; ) {
        const at = 1 + random.below(Math.ceil(messages / 3));
        const verdict = random.chance(0.5) ? 'act-before' : 'act-after';
        const seen = await lane.deliver(drop, atCount(at, verdict));
        status = seen.status;
        if (seen.isKilled) killed++;
      }
    }
    expect(await describeOutcome(lane.zone, tables)).toEqual(expected);
    return killed;
  }

  it(`at ${kills} random points, and the outcome is that of an undisturbed load`, async () => {
    process.stderr.write(`Killed at random by CUTOVER_KILL_SEED=${seed}\n`);
    const counts = lanes.map(async (lane, at) => {
      const random = createRandom(seed + at);
      let killed = 0;
      while (killed < kills / laneCount) killed += await loadKilled(lane, random);
      return killed;
    });
    const sum = (await Promise.all(counts)).reduce((total, killed) => total + killed, 0);
    expect(sum).toBeGreaterThanOrEqual(kills);
  }, 600_000);

  it('before and after each of its last steps', async () => {
    await firstLane.begin();
    const drop = await putHires(firstLane);
    const steps = [
      "state = 'loaded'",
      "state = 'done'",
      'name=not_added%2F',
      'name=loads%2F',
      'evidence_published',
    ];
    for (const text of steps) {
      for (const verdict of ['act-before', 'act-after'] as const) {
        const { status, isKilled } = await firstLane.deliver(drop, atText(text, verdict));
        expect({ text, verdict, status, isKilled }).toEqual({
          text,
          verdict,
          status: 0,
          isKilled: true,
        });
      }
    }
    for (const delivered of [drop, await putLate(firstLane)]) {
      expect((await firstLane.deliver(delivered)).status).toBe(204);
    }
    expect(await describeOutcome(firstLane.zone, tables)).toEqual(expected);
  });
});

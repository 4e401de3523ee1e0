import { setTimeout as sleep } from 'node:timers/promises';
import type { RunStatement } from '../../../shared/src/adapters/bigquery/statement.ts';
import { isTransient } from '../../../shared/src/domain/app-error.ts';
import type { Drop } from '../../../shared/src/domain/ingest/drop.ts';
import type { LoadPorts } from '../../../shared/src/domain/ingest/load-ports.ts';
import { trackingRecordSchema } from '../../../shared/src/domain/tracking/tracking-record.ts';
import { interceptPorts } from '../../support/intercept-ports.ts';
import { openTrackedZone, type TrackedZone } from '../../support/tracked-zone.ts';

const patienceMs = 15_000;
const hires = [
  '1,Ann,2021-01-01T00:00:00Z,1,1',
  '2,Bob,2021-01-01T00:00:00Z,1,1',
  '3,Cleo,2021-01-01T00:00:00Z,9,1',
].join('\n');

/** What happens to a call: it never takes place, or it does and its caller is gone. */
const mishaps = ['before', 'after'] as const;
type Mishap = (typeof mishaps)[number];

describe('recording', () => {
  let tracked: TrackedZone;
  let entity = 200;

  beforeAll(async () => {
    tracked = await openTrackedZone(2);
  });

  afterAll(() => tracked.close());

  beforeEach(begin);

  async function begin(): Promise<void> {
    await tracked.empty();
    await tracked.zone.query("INSERT INTO jobs VALUES (1, 'Nurse')");
    await tracked.zone.query("INSERT INTO departments VALUES (1, 'Sales')");
    await tracked.createEntity(++entity);
  }

  const putHires = (more: Record<string, string> = {}) =>
    tracked.zone.put('hired_employees.csv', hires, { entity: String(entity), ...more });

  /** Ends every connection to the zone's database. */
  async function endConnections(): Promise<void> {
    const sessions = await tracked.zone.query<{ id: number }>(
      'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
    );
    for (const { id } of sessions) await tracked.zone.query('KILL ?', [id]).catch(() => {});
  }

  /**
   * A load stays busy until the server has noticed that the connection of its holder is gone, and the
   * database unavailable until the pool has noticed which of its own are.
   */
  async function deliverUntilDone(drop: Drop): Promise<void> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(20)) {
      try {
        await tracked.zone.load(drop);
        return;
      } catch (error) {
        if (!isTransient(error)) throw error;
      }
    }
    throw new Error('The drop was delivered in vain.');
  }

  /** What was recorded of the entity, without ids and times. */
  async function describeRecorded() {
    const facts = [
      ...(await tracked.factsOf(entity, 'load')),
      ...(await tracked.factsOf(entity, 'rejects')),
    ];
    return {
      progress: await tracked.progressOf(entity),
      objects: await tracked.objectsOf(entity),
      facts: facts.map(({ kind, result, count, object_name }) =>
        [kind, object_name, result, count].join(' '),
      ),
    };
  }

  const once = {
    progress: ['open', 'succeeded'],
    objects: ['hired_employees 1'],
    facts: [
      'load hired_employees started ',
      'load hired_employees passed 2',
      'rejects hired_employees  1',
    ],
  };

  describe.each(['partial', 'atomic'])('of a load in mode %s', (mode) => {
    /** Three of a whole load: its start, its end, and the size; then its open rejects. */
    const kinds = mode === 'partial' ? 'passed' : 'failed';

    async function keptKinds() {
      const waiting = await tracked.waiting();
      return waiting.map(({ record }) => {
        const kept = trackingRecordSchema.parse(JSON.parse(record));
        const result = 'is_successful' in kept ? (kept.is_successful ? ' passed' : ' failed') : '';
        return `${kept.record}${result}`;
      });
    }

    /** Loads with a mishap at the nth call of a port. False when there were fewer calls. */
    async function loadWithMishap(mishap: Mishap, at: number): Promise<boolean> {
      await begin();
      const drop = await putHires({ mode });
      let calls = 0;
      const ports: LoadPorts = interceptPorts(tracked.zone.ports, async (call) => {
        if (++calls !== at) return call();
        if (mishap === 'before') throw new Error('Struck down.');
        await call();
        await endConnections();
        throw new Error('Struck down.');
      });
      await tracked.zone.load(drop, ports).catch(() => deliverUntilDone(drop));
      return calls >= at;
    }

    it.each(mishaps)(
      'that breaks off %s any call is kept once, with the right end',
      async (mishap) => {
        let at = 1;
        for (; await loadWithMishap(mishap, at); at++) {
          expect({ at, kept: await keptKinds() }).toEqual({
            at,
            kept: ['work-started', `work-ended ${kinds}`, 'object-size', 'fact'],
          });
        }
        expect(at).toBeGreaterThan(20);
      },
      60_000,
    );
  });

  /** Drains until the statement with this number, where the process dies. False when there were fewer. */
  async function drainKilled(mishap: Mishap, at: number): Promise<boolean> {
    const died = Promise.withResolvers<'died'>();
    let statements = 0;
    const mortal: RunStatement = async (statement, values) => {
      const isLast = ++statements === at;
      if (statements < at) return tracked.run(statement, values);
      if (isLast && mishap === 'after') await tracked.run(statement, values);
      died.resolve('died');
      return new Promise(() => {});
    };
    const drained = tracked.drain(mortal).then(() => 'drained');
    drained.catch(() => {});
    const end = await Promise.race([drained, died.promise]);
    if (end === 'died') await endConnections();
    return end === 'died';
  }

  /** Records stay taken until the server has noticed that the connection of their taker is gone. */
  async function drainUntilEmpty(): Promise<void> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(5)) {
      await tracked.drain();
      if ((await tracked.waiting()).length === 0) return;
    }
    throw new Error('The outbox was drained in vain.');
  }

  it.each(mishaps)(
    'comes to the same where it is killed %s any statement',
    async (mishap) => {
      let at = 1;
      for (let isKilled = true; isKilled; at++) {
        await begin();
        await tracked.zone.load(await putHires());
        isKilled = await drainKilled(mishap, at);
        await drainUntilEmpty();
        expect({ at, ...(await describeRecorded()) }).toEqual({ at, ...once });
      }
      expect(at).toBeGreaterThan(15);
    },
    60_000,
  );

  it('comes to the same where many do it at once', async () => {
    await tracked.zone.load(await putHires());
    await Promise.all([tracked.drain(), tracked.drain(), tracked.drain()]);
    expect(await describeRecorded()).toEqual(once);
  });

  it('waits for BigQuery, and makes up for it once', async () => {
    await tracked.stopBigQuery();
    const load = await tracked.load(await putHires());
    expect(load.state).toBe('done');
    const failed = await tracked.load(
      await tracked.zone.put('jobs.csv', '', { entity: String(entity) }),
    );
    expect(failed.state).toBe('failed');
    expect(await tracked.drain()).toEqual({
      recorded: 0,
      stopped: 'BigQuery does not answer; try again later.',
      postponed: [],
    });
    expect(await tracked.waiting()).toHaveLength(5);
    await tracked.startBigQuery();
    await tracked.load(await tracked.zone.put('departments.csv', '2,Support\n'));
    expect(await tracked.waiting()).toEqual([]);
    const { progress, facts } = await describeRecorded();
    expect(progress.at(-1)).toBe('failed');
    expect(facts).toEqual([
      'load hired_employees started ',
      'load hired_employees passed 2',
      'load jobs failed 0',
      'rejects hired_employees  1',
    ]);
  });

  it('waits for the entity, and lets others by', async () => {
    const { zone } = tracked;
    const later = entity + 1;
    await tracked.load(await zone.put('jobs.csv', '2,Baker\n', { entity: String(later) }));
    const waiting = await tracked.waiting();
    expect(waiting).toHaveLength(4);
    for (const { reason, isDue } of waiting) {
      const sentence = `There is no entity ${later}, which entity_id names.`;
      expect({ reason, isDue }).toEqual({ reason: sentence, isDue: false });
    }
    await tracked.load(await putHires());
    expect(await describeRecorded()).toEqual(once);
    await tracked.createEntity(++entity);
    await tracked.load(await zone.put('jobs_2.csv', '3,Cook\n', { entity: String(later) }));
    expect(await tracked.waiting()).toEqual([]);
    const loads = await tracked.factsOf(later, 'load');
    expect(loads.map(({ result }) => result)).toEqual(['started', 'passed', 'started', 'passed']);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from '../../../shared/src/domain/app-error.ts';
import type { Drop } from '../../../shared/src/domain/ingest/drop.ts';
import type { LoadPorts } from '../../../shared/src/domain/ingest/load-ports.ts';
import { describeOutcome, type LoadOutcome } from '../../support/describe-outcome.ts';
import { type DropZone, openDropZone, resultsBucket } from '../../support/drop-zone.ts';
import { faultyDrop, lateDepartments } from '../../support/faulty-drop.ts';
import { interceptPorts } from '../../support/intercept-ports.ts';

const tables = ['departments', 'jobs', 'hired_employees'];
const file = faultyDrop(45, 3);
const chunkRows = 20;
const ids = Array.from({ length: 10 }, (_, at) => at + 1);
const parents = {
  departments: ids.map((id) => [id, `Department ${id}`]),
  jobs: ids.map((id) => [id, `Job ${id}`]),
};

/**
 * What happens to a call of a port: it never takes place; it does, and the process is gone before
 * it learns that; or the database ends every connection just then.
 */
const mishaps = ['before', 'after', 'connections'] as const;
type Mishap = (typeof mishaps)[number];

const patienceMs = 15_000;

describe('a load breaks off at each call of a port in turn', () => {
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone(chunkRows);
  });

  afterAll(() => zone.close());

  async function begin(mode: string): Promise<Drop[]> {
    for (const table of [...tables.toReversed(), 'cutover_reject', 'cutover_load']) {
      await zone.query(`DELETE FROM ${table}`);
    }
    await zone.storage.bucket(resultsBucket).deleteFiles();
    for (const [table, rows] of Object.entries(parents)) {
      await zone.query(`INSERT INTO ${table} VALUES ?`, [rows]);
    }
    return [
      await zone.put('hired_employees.csv', file, { mode }),
      await zone.put('departments_late.csv', lateDepartments),
    ];
  }

  /** Ends every connection to the zone's database, as a failover does. */
  async function endConnections(): Promise<void> {
    const sessions = await zone.query<{ id: number }>(
      'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
    );
    for (const { id } of sessions) await zone.query('KILL ?', [id]).catch(() => {});
  }

  /** The ports with one call that goes wrong; `calls` counts them. */
  function withMishap(mishap: Mishap, at: number): { ports: LoadPorts; calls(): number } {
    let calls = 0;
    const ports = interceptPorts(zone.ports, async (call) => {
      const isMeant = ++calls === at;
      if (!isMeant) return call();
      if (mishap === 'connections') await endConnections();
      if (mishap === 'before') throw new Error('Struck down.');
      const answer = await call();
      if (mishap === 'connections') return answer;
      await endConnections();
      throw new Error('Struck down.');
    });
    return { ports, calls: () => calls };
  }

  /**
   * A load stays busy until the server has noticed that the connection of its holder is gone, and the
   * database unavailable until the pool has noticed which of its own are.
   */
  async function deliverUntilDone(drop: Drop): Promise<void> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(20)) {
      try {
        await zone.load(drop);
        return;
      } catch (error) {
        if (!isTransient(error)) throw error;
      }
    }
    throw new Error('The drop was delivered in vain.');
  }

  /** Loads the drops with a mishap at the nth call. False when there were fewer calls. */
  async function loadWithMishap(mode: string, mishap: Mishap, at: number): Promise<boolean> {
    const drops = await begin(mode);
    let offset = 0;
    let hasHappened = false;
    for (const drop of drops) {
      const broken = withMishap(mishap, at - offset);
      await zone.load(drop, broken.ports).catch(() => deliverUntilDone(drop));
      hasHappened ||= broken.calls() >= at - offset;
      offset += broken.calls();
      if (hasHappened) offset = Number.POSITIVE_INFINITY;
    }
    return hasHappened;
  }

  describe.each(['partial', 'atomic'])('in mode %s', (mode) => {
    let expected: LoadOutcome;

    beforeAll(async () => {
      for (const drop of await begin(mode)) await zone.load(drop);
      expected = await describeOutcome(zone, tables);
    });

    it.each(mishaps)(
      '%s: delivered again, it ends as if nothing had happened',
      async (mishap) => {
        let at = 1;
        for (; await loadWithMishap(mode, mishap, at); at++) {
          expect({ at, ...(await describeOutcome(zone, tables)) }).toEqual({ at, ...expected });
        }
        expect(at).toBeGreaterThan(mode === 'atomic' ? 20 : 40);
      },
      120_000,
    );
  });
});

import { AppError } from '../../../shared/src/domain/app-error.ts';
import { listSets } from '../../../shared/src/domain/backup/list-sets.ts';
import type { Manifest } from '../../../shared/src/domain/backup/manifest.ts';
import { cleanSets } from '../../../shared/src/domain/backup/retain-sets.ts';
import { findSet } from '../../../shared/src/domain/backup/set-folder.ts';
import type { Snapshot } from '../../../shared/src/domain/backup/snapshot.ts';
import { takeSet } from '../../../shared/src/domain/backup/take-set.ts';
import { verifySet } from '../../../shared/src/domain/backup/verify-set.ts';
import { leaseMs, openSetLane, watchStore } from '../../support/backup/set-lane.ts';

const request = { codec: 'deflate' } as const;
const wholePage = { limit: 100, after: null };
/** More calls than a set of two tables takes. */
const manyCalls = 40;

type Lane = ReturnType<typeof openSetLane>;

const listIds = async ({ ports }: Lane) =>
  (await listSets(ports, 'hr', wholePage)).sets.map(({ set_id, state }) => `${set_id} ${state}`);

async function expectWhole(lane: Lane, { set_id }: Manifest): Promise<void> {
  const proof = await verifySet(lane.ports, await findSet(lane.ports.store, 'hr', set_id));
  expect(proof.faults).toEqual([]);
}

describe('taking a set', () => {
  it('leaves an object a table and the manifest, and nothing else', async () => {
    const lane = openSetLane();
    const manifest = await takeSet(lane.ports, request);
    const folder = 'hr/20261120T231500Z-000001';
    expect(lane.names()).toEqual([
      `${folder}/departments.avro`,
      `${folder}/manifest.json`,
      `${folder}/no%2Etes.avro`,
    ]);
    expect(manifest).toMatchObject({
      set_id: '20261120T231500Z-000001',
      tables: [
        { rows: 3, content_hash: expect.stringMatching(/^ordered-/), codec: 'deflate' },
        { rows: 4, content_hash: expect.stringMatching(/^multiset-/) },
      ],
    });
    await expectWhole(lane, manifest);
  });

  it('gives the same content hashes whatever the codec and the time', async () => {
    const lane = openSetLane();
    const hashes = new Set<string>();
    for (const codec of ['deflate', 'snappy', 'null'] as const) {
      lane.pass(1000);
      const manifest = await takeSet(lane.ports, { codec });
      await expectWhole(lane, manifest);
      hashes.add(manifest.tables.map(({ content_hash }) => content_hash).join());
    }
    expect(hashes.size).toBe(1);
  });

  it('shows how far it has come while it runs', async () => {
    const lane = openSetLane();
    const seen: unknown[] = [];
    const store = watchStore(lane.store, async () => {
      lane.pass(2500);
      const { sets } = await listSets(lane.ports, 'hr', wholePage);
      seen.push(...sets.map(({ state, progress }) => ({ state, ...progress })));
    });
    await takeSet({ ...lane.ports, store }, request);
    expect(seen).toContainEqual(
      expect.objectContaining({
        state: 'running',
        table: 'no.tes',
        tables: 2,
        tables_done: 1,
        rows: 3,
      }),
    );
  });

  it('leaves nothing where it fails', async () => {
    const lane = openSetLane();
    const reason = new AppError('unavailable', 'The database went away.');
    const openSnapshot = async () => {
      const snapshot = await lane.ports.openSnapshot();
      const rows: typeof snapshot.rows = async function* (table) {
        yield* snapshot.rows(table);
        if (table !== 'departments') throw reason;
      };
      return { ...snapshot, rows };
    };
    await expect(takeSet({ ...lane.ports, openSnapshot }, request)).rejects.toBe(reason);
    expect(lane.names()).toEqual([]);
  });
});

describe('taking a set by two connections', () => {
  const byTwo = { ...request, plan: { connections: 2, tables: ['no.tes', 'departments'] } };

  /** Opens snapshots of two connections, whose rows pass `before` first. */
  function openLane(before: (table: string) => Promise<void>) {
    const lane = openSetLane();
    let closed = Promise.withResolvers<never>();
    const openSnapshot = async (): Promise<Snapshot> => {
      closed = Promise.withResolvers<never>();
      closed.promise.catch(() => {});
      const snapshot = await lane.ports.openSnapshot();
      return {
        ...snapshot,
        connections: 2,
        close: async () => closed.reject(new Error('The snapshot is closed.')),
        async *rows(table) {
          await Promise.race([before(table), closed.promise]);
          yield* snapshot.rows(table);
        },
      };
    };
    return { ...lane, ports: { ...lane.ports, openSnapshot } };
  }

  it('reads two tables at the same time, and has both in one manifest', async () => {
    const both = Promise.withResolvers<void>();
    const begun: string[] = [];
    const lane = openLane(async (table) => {
      if (begun.push(table) === 2) both.resolve();
      await both.promise;
    });
    const manifest = await takeSet(lane.ports, byTwo);
    expect(begun).toEqual(['no.tes', 'departments']);
    expect(manifest.tables.map(({ table, rows }) => [table, rows])).toEqual([
      ['departments', 3],
      ['no.tes', 4],
    ]);
    await expectWhole(lane, manifest);
  });

  it('stops the one where the other fails, and leaves nothing', async () => {
    const reason = new AppError('unavailable', 'The database went away.');
    const lane = openLane(async (table) => {
      if (table === 'departments') throw reason;
      await new Promise(() => {});
    });
    await expect(takeSet(lane.ports, byTwo)).rejects.toBe(reason);
    expect(lane.names()).toEqual([]);
  });
});

describe('a set that is not whole at its deadline', () => {
  it('is given up and removed, and it is said how far it was', async () => {
    const lane = openSetLane();
    const deadline = new Date(lane.ports.now().getTime() + 1000);
    const store = watchStore(lane.store, async () => lane.pass(400));
    await expect(takeSet({ ...lane.ports, store }, { ...request, deadline })).rejects.toMatchObject(
      {
        code: 'unavailable',
        message: expect.stringMatching(
          /^The set 20261120T231500Z-000001 was not whole at 2026-11-20T23:15:01.000Z, .* 1 of 2 tables were done, 3 rows read\./,
        ),
      },
    );
    expect(lane.names()).toEqual([]);
  });
});

describe('a writer that is killed', () => {
  it('at any call leaves no set or a whole one, and what the next run clears', async () => {
    let deaths = 0;
    for (let last = 0; last < manyCalls; last++) {
      const lane = openSetLane();
      const store = watchStore(lane.store, async (call) => {
        if (call >= last) throw new Error('killed');
      });
      const manifest = await takeSet({ ...lane.ports, store }, request).catch(() => null);
      if (manifest === null) deaths++;
      const hasManifest = lane.names().some((name) => name.endsWith('manifest.json'));
      lane.pass(leaseMs + 1);
      expect(await listIds(lane)).toEqual(hasManifest ? ['20261120T231500Z-000001 unproven'] : []);
      const cleared = await cleanSets(lane.ports, 'hr');
      expect(cleared.length > 0 || hasManifest || last === 0).toBe(true);
      if (!hasManifest) expect(lane.names()).toEqual([]);
      else await verifySet(lane.ports, await findSet(lane.store, 'hr', 'newest'));
      if (hasManifest) expect(await listIds(lane)).toEqual(['20261120T231500Z-000001 proven']);
    }
    expect(deaths).toBeGreaterThan(5);
  });
});

/** Stops at one call, until it is let go on. */
function stopAt(call: number) {
  const reached = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  return {
    before: async (at: number) => {
      if (at !== call) return;
      reached.resolve();
      await letGo.promise;
    },
    reached: reached.promise,
    letGo: letGo.resolve,
  };
}

describe('a writer that sleeps for longer than its lease', () => {
  it('ends with a whole set, or says that it was removed and leaves nothing', async () => {
    const outcomes = new Set<string>();
    for (let sleepsAt = 0; sleepsAt < 12; sleepsAt++) {
      for (let cleanerStopsAt = 0; cleanerStopsAt < 10; cleanerStopsAt++) {
        const lane = openSetLane();
        const writer = stopAt(sleepsAt);
        const cleaner = stopAt(cleanerStopsAt);
        const writing = takeSet(
          { ...lane.ports, store: watchStore(lane.store, writer.before) },
          request,
        ).catch((error: AppError) => error);
        await Promise.race([writer.reached, writing]);
        lane.pass(leaseMs + 1);
        const cleaning = cleanSets(
          { ...lane.ports, store: watchStore(lane.store, cleaner.before) },
          'hr',
        );
        await Promise.race([cleaner.reached, cleaning]);
        writer.letGo();
        const outcome = await writing;
        cleaner.letGo();
        await cleaning;
        if (outcome instanceof Error) {
          expect(outcome).toMatchObject({ code: 'conflict' });
          lane.pass(leaseMs + 1);
          await cleanSets(lane.ports, 'hr');
          expect(lane.names()).toEqual([]);
        } else await expectWhole(lane, outcome);
        outcomes.add(outcome instanceof Error ? 'removed' : 'whole');
      }
    }
    expect([...outcomes].sort()).toEqual(['removed', 'whole']);
  });

  it('is spared by the cleaner while it shows signs of life', async () => {
    const lane = openSetLane();
    const store = watchStore(lane.store, async () => {
      lane.pass(leaseMs / 2 - 1);
      expect(await cleanSets(lane.ports, 'hr')).toEqual([]);
    });
    await expectWhole(lane, await takeSet({ ...lane.ports, store }, request));
  });
});

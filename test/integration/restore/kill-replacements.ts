import { killRepeatedly } from '../../support/kills/kill-repeatedly.ts';
import { oldCounts, readCounts, readStructures } from './both-tables.ts';
import { readLastId, readStage } from './read-stage.ts';
import type { RestoreZone } from './restore-zone.ts';
import { watchTables } from './watch-tables.ts';

/** What a program does to tables that are as they were, which the next process takes back. */
export interface KilledReplacement {
  readonly program: string;
  readonly name: string;
  /** The rows that there are when it is done. */
  readonly counts: string;
  /** Statements that foreign keys refuse all the while, where they are not the usual ones. */
  readonly refused?: readonly string[];
}

/**
 * Kills a program that replaces tables and takes that back, while others read and write: at every
 * instant there are old rows or new ones and foreign keys hold, and the next one clears up.
 */
export async function killReplacements(zone: RestoreZone, killed: KilledReplacement) {
  const { program, name, counts, refused } = killed;
  const structures = await readStructures(zone);
  const watch = watchTables(zone.target, refused);
  let last = '0';
  try {
    return await killRepeatedly({
      program,
      environment: { TARGET: JSON.stringify(zone.target) },
      async nextWork() {
        last = await readLastId(zone);
        return (await readCounts(zone)) === oldCounts ? name : 'undo';
      },
      async examine() {
        const stage = await readStage(zone, last);
        await zone.replacer.recover();
        expect([oldCounts, counts]).toContain(await readCounts(zone));
        expect(await readStructures(zone)).toEqual(structures);
        expect(await zone.leftovers('scratch')).toEqual([]);
        return stage;
      },
    });
  } finally {
    const watched = await watch.stop();
    expect(watched.counts).toEqual([oldCounts, counts].sort());
    expect(watched.breaches).toEqual([]);
    expect(watched.probes).toBeGreaterThan(100);
  }
}

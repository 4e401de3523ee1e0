import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../../scripts/local/cutover-home.ts';
import { spawnTethered } from '../../../scripts/local/spawn-tethered.ts';
import { fillTables, newCounts, oldCounts, readCounts, readStructures } from './both-tables.ts';
import { openRestoreZone, type RestoreZone } from './restore-zone.ts';
import { watchTables } from './watch-tables.ts';

const program = join(repositoryRoot, 'test', 'integration', 'restore', 'restore-process.ts');
const kills = 12;
const longestMs = 150;

let zone: RestoreZone;
beforeAll(async () => {
  zone = await openRestoreZone();
  await fillTables(zone);
});
afterAll(() => zone.drop());

/** Starts a process that replaces and undoes, and kills it at a moment that nobody chose. */
async function killOne(): Promise<void> {
  const env = { ...process.env, NODE_OPTIONS: '', TARGET: JSON.stringify(zone.target) };
  const child = spawnTethered(process.execPath, [program], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    atEnd: 'KILL',
  });
  const gone = once(child, 'exit');
  if (child.stdout !== null) await once(child.stdout, 'data');
  await sleep(Math.random() * longestMs);
  child.kill('SIGKILL');
  await gone;
}

describe('a process that is killed while it replaces tables', () => {
  it('leaves old or new rows at every instant, and the next one clears up', async () => {
    const structures = await readStructures(zone);
    const watch = watchTables(zone.target);
    try {
      for (let kill = 1; kill <= kills; kill++) {
        await killOne();
        await zone.replacer.recover();
        expect([oldCounts, newCounts]).toContain(await readCounts(zone));
        expect(await readStructures(zone)).toEqual(structures);
        expect(await zone.leftovers('scratch')).toEqual([]);
      }
    } finally {
      const watched = await watch.stop();
      expect([oldCounts, newCounts]).toEqual(expect.arrayContaining(watched.counts));
      expect(watched.breaches).toEqual([]);
    }
  });
});

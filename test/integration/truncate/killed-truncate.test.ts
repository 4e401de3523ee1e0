import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../../scripts/local/cutover-home.ts';
import { spawnTethered } from '../../../scripts/local/spawn-tethered.ts';
import {
  countBoth,
  fillTables,
  oldCounts,
  readCounts,
  readStructures,
} from '../restore/both-tables.ts';
import { openRestoreZone, type RestoreZone } from '../restore/restore-zone.ts';

const program = join(repositoryRoot, 'test', 'integration', 'truncate', 'truncate-process.ts');
const noCounts = '0 departments, 0 hires';
const kills = 6;
const longestMs = 120;

let zone: RestoreZone;
beforeAll(async () => {
  zone = await openRestoreZone();
  await fillTables(zone);
});
afterAll(() => zone.drop());

/** Starts a process that empties and undoes, and kills it at a moment that nobody chose. */
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

/** Counts both tables without a pause until it is stopped, and answers what it has seen. */
function watchCounts() {
  const seen = new Set<string>();
  let isStopped = false;
  const watching = (async () => {
    while (!isStopped) seen.add(String((await zone.query(countBoth))[0]?.counts));
  })();
  return async () => {
    isStopped = true;
    await watching;
    return [...seen];
  };
}

describe('a process that is killed while it empties tables', () => {
  it('leaves all rows or none at every instant, and the next one clears up', async () => {
    const structures = await readStructures(zone);
    const stop = watchCounts();
    try {
      for (let kill = 1; kill <= kills; kill++) {
        await killOne();
        await zone.replacer.recover();
        expect([oldCounts, noCounts]).toContain(await readCounts(zone));
        expect(await readStructures(zone)).toEqual(structures);
        expect(await zone.leftovers('scratch')).toEqual([]);
      }
    } finally {
      expect([oldCounts, noCounts]).toEqual(expect.arrayContaining(await stop()));
    }
  });
});

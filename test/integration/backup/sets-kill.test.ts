import { once } from 'node:events';
import { join } from 'node:path';
import { spawnTethered } from '../../../scripts/local/spawn-tethered.ts';
import { createRandom } from '../../../scripts/sample-data/random.ts';
import { listSets } from '../../../shared/src/domain/backup/list-sets.ts';
import { cleanSets } from '../../../shared/src/domain/backup/retain-sets.ts';
import { isSealed, readFolders } from '../../../shared/src/domain/backup/set-folder.ts';
import { verifySet } from '../../../shared/src/domain/backup/verify-set.ts';
import { type BackupZone, openBackupZone } from '../../support/backup/backup-zone.ts';
import { type FaultyStorage, openFaultyStorage } from '../../support/faulty-storage.ts';

const script = join(import.meta.dirname, '..', '..', 'fixtures', 'take-sets.ts');
const kills = 10;
/** Requests of about three sets, among which the one is that ends it. */
const mostRequests = 45;
const wholePage = { limit: 100, after: null };

describe('a process that takes sets is killed', () => {
  const random = createRandom(20_261_120);
  let zone: BackupZone;
  let storage: FaultyStorage;

  beforeAll(async () => {
    zone = await openBackupZone();
    storage = await openFaultyStorage(zone.storageUrl);
    const rows = Array.from({ length: 5000 }, (_, id) => [id + 1, `Department ${id}`]);
    await zone.pool.query('INSERT INTO departments VALUES ?', [rows]);
  });

  afterAll(async () => {
    await storage.close();
    await zone.close();
  });

  /** Kills it while its request of that number is under way. */
  async function killAt(request: number): Promise<void> {
    const target = JSON.stringify(zone.target);
    const child = spawnTethered(process.execPath, [script, target, storage.url], {
      atEnd: 'KILL',
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const gone = once(child, 'exit');
    let seen = 0;
    storage.choose(() => {
      if (++seen === request) child.kill('SIGKILL');
      return undefined;
    });
    expect(await gone).toEqual([null, 'SIGKILL']);
  }

  it('and no set is ever listed that is not whole, and nothing is left of the others', async () => {
    const { ports, database } = zone;
    for (let kill = 0; kill < kills; kill++) {
      await killAt(1 + random.below(mostRequests));
      const { sets } = await listSets(ports, database, wholePage);
      const folders = (await readFolders(ports.store, database)).filter(isSealed);
      const finished = sets.filter(({ state }) => state !== 'running');
      expect(finished.map(({ set_id }) => set_id)).toEqual(folders.map(({ setId }) => setId));
      for (const folder of folders.filter(({ proofs }) => proofs.length === 0)) {
        expect((await verifySet(ports, folder)).faults).toEqual([]);
      }
    }
    const unfinished = (await readFolders(ports.store, database)).filter(
      (folder) => !isSealed(folder),
    );
    expect(unfinished.length).toBeGreaterThan(2);
    const later = () => new Date(Date.now() + 2 * ports.leaseMs);
    const cleared = await cleanSets({ ...ports, now: later }, database);
    expect(cleared).toEqual(unfinished.map(({ setId }) => setId));
    expect((await readFolders(ports.store, database)).every(isSealed)).toBe(true);
  });
});

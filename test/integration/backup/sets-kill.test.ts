import { join } from 'node:path';
import { listSets } from '../../../shared/src/domain/backup/list-sets.ts';
import { cleanSets } from '../../../shared/src/domain/backup/retain-sets.ts';
import {
  findSet,
  isSealed,
  readFolders,
  type SetFolder,
} from '../../../shared/src/domain/backup/set-folder.ts';
import { verifySet } from '../../../shared/src/domain/backup/verify-set.ts';
import { type BackupZone, openBackupZone } from '../../support/backup/backup-zone.ts';
import { killRepeatedly } from '../../support/kills/kill-repeatedly.ts';

const program = join(import.meta.dirname, 'take-set-process.ts');
const wholePage = { limit: 100, after: null };

let zone: BackupZone;
beforeAll(async () => {
  zone = await openBackupZone();
  const rows = Array.from({ length: 5000 }, (_, id) => [id + 1, `Department ${id}`]);
  await zone.pool.query('INSERT INTO departments VALUES ?', [rows]);
});
afterAll(() => zone.close());

function describeStage(folder: SetFolder | undefined): string {
  if (folder === undefined) return 'not begun';
  if (isSealed(folder)) return folder.progress === null ? 'done' : 'sealed';
  return folder.objects.some(({ name }) => name.endsWith('.avro')) ? 'writing' : 'begun';
}

/** Clears as the next run does; a request of who died may still arrive meanwhile. */
async function clearAll(): Promise<void> {
  const { ports, database, bucket } = zone;
  const later = () => new Date(Date.now() + 2 * ports.leaseMs);
  do {
    await cleanSets({ ...ports, now: later }, database);
  } while (!(await readFolders(ports.store, database)).every(isSealed));
  await bucket.deleteFiles();
}

/** Makes sure that what is listed as finished is whole and what is not is cleared, and begins anew. */
async function examine(): Promise<string> {
  const { ports, database } = zone;
  const { sets } = await listSets(ports, database, wholePage);
  for (const { set_id } of sets.filter(({ state }) => state !== 'running')) {
    const proof = await verifySet(ports, await findSet(ports.store, database, set_id));
    expect(proof).toMatchObject({ tables: 3, rows: 5000, faults: [] });
  }
  const [newest] = await readFolders(ports.store, database);
  await clearAll();
  return describeStage(newest);
}

describe('a process that takes sets is killed', () => {
  it('and no set is ever listed that is not whole, and nothing is left of the others', async () => {
    const stages = await killRepeatedly({
      program,
      environment: { TARGET: JSON.stringify(zone.target), STORAGE: zone.storageUrl },
      nextWork: async () => 'backup',
      examine,
    });
    expect(Array.from(stages.keys())).toEqual(
      expect.arrayContaining(['backup: begun', 'backup: writing']),
    );
  }, 300_000);
});

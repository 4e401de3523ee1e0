import { join } from 'node:path';
import { fillTables } from '../restore/both-tables.ts';
import { killReplacements } from '../restore/kill-replacements.ts';
import { openRestoreZone, type RestoreZone } from '../restore/restore-zone.ts';
import { orphans } from '../restore/watch-tables.ts';

const program = join(import.meta.dirname, 'truncate-process.ts');
const noCounts = '0 departments, 0 hires';

let zone: RestoreZone;
beforeAll(async () => {
  zone = await openRestoreZone();
  await fillTables(zone);
});
afterAll(() => zone.drop());

describe('a process that is killed while it empties tables', () => {
  it('leaves all rows or none at every instant, and the next one clears up', async () => {
    const killed = { program, name: 'truncate', counts: noCounts, refused: orphans };
    const stages = await killReplacements(zone, killed);
    expect(Array.from(stages.keys())).toEqual(
      expect.arrayContaining(['truncate: preparing', 'truncate: swapping', 'undo: swapping']),
    );
  }, 300_000);
});

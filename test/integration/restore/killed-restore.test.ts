import { join } from 'node:path';
import { fillTables, newCounts } from './both-tables.ts';
import { killReplacements } from './kill-replacements.ts';
import { openRestoreZone, type RestoreZone } from './restore-zone.ts';

const program = join(import.meta.dirname, 'restore-process.ts');

let zone: RestoreZone;
beforeAll(async () => {
  zone = await openRestoreZone();
  await fillTables(zone);
});
afterAll(() => zone.drop());

describe('a process that is killed while it replaces tables', () => {
  it('leaves old or new rows at every instant, and the next one clears up', async () => {
    const stages = await killReplacements(zone, { program, name: 'restore', counts: newCounts });
    expect(Array.from(stages.keys())).toEqual(
      expect.arrayContaining(['restore: preparing', 'restore: swapping', 'undo: swapping']),
    );
  }, 300_000);
});

import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { hasRealData, noRealData, readRealFile } from '../../support/real-data.ts';
import { describeIf } from '../../support/skip.ts';

const tables = ['departments', 'jobs', 'hired_employees'];

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [at, item] of items.entries()) {
    for (const rest of permutations(items.filter((_, other) => other !== at)))
      yield [item, ...rest];
  }
}

/** Everything that a user can see of what came of the drops, without ids and times. */
async function describeZone(zone: DropZone) {
  const rows = Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => [table, await zone.query(`SELECT * FROM ${table} ORDER BY id`)]),
    ),
  );
  const counts = await zone.query(
    'SELECT table_name, state, records_read, inserted, updated, unchanged, rejected, blank FROM cutover_load ORDER BY table_name',
  );
  return { rows, counts, rejects: await zone.openRejects('hired_employees') };
}

describeIf(hasRealData, noRealData)('the real files', () => {
  const seen: Awaited<ReturnType<typeof describeZone>>[] = [];

  it.each([...permutations(tables)])(
    'end in the same rows and rejects: %s, %s, %s',
    async (...order) => {
      const zone = await openDropZone();
      try {
        for (const table of order) await zone.drop(`${table}.csv`, readRealFile(table));
        const state = await describeZone(zone);
        seen.push(state);
        expect(state.rows.departments).toHaveLength(12);
        expect(state.rows.jobs).toHaveLength(183);
        expect(state.rows.hired_employees).toHaveLength(1929);
        expect(state.rejects).toHaveLength(70);
        expect(new Set(state.rejects.flatMap(({ codes }) => codes))).toEqual(
          new Set(['missing-value']),
        );
        expect(state).toEqual(seen[0]);
      } finally {
        await zone.close();
      }
    },
  );

  it('change nothing when they are dropped twice', async () => {
    const zone = await openDropZone();
    try {
      for (const table of tables) await zone.drop(`${table}.csv`, readRealFile(table));
      const before = await describeZone(zone);
      const again = await zone.drop('hired_employees.csv', readRealFile('hired_employees'));
      const after = await describeZone(zone);
      expect(after.rows).toEqual(before.rows);
      expect(after.rejects).toEqual(before.rejects);
      expect(again.counts).toMatchObject({
        read: 1999,
        inserted: 0,
        unchanged: 1929,
        rejected: 70,
      });
    } finally {
      await zone.close();
    }
  });
});

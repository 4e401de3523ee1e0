import { type DropZone, openDropZone } from '../../support/drop-zone.ts';
import { countsOf, faultsOf, rejectsOf, rowsOf } from '../../support/zone-words.ts';

const lines = [
  'id,department',
  ...Array.from({ length: 12 }, (_, at) => (at % 4 === 3 ? `x${at},bad` : `${at + 1},ok`)),
];
const file = lines.join('\n');
const good = 'id,department\n1,a\n2,b\n3,c\n4,d\n';

describe('what is asked of a drop', () => {
  let zone: DropZone;

  beforeAll(async () => {
    zone = await openDropZone(5);
  });

  afterAll(() => zone.close());

  beforeEach(async () => {
    for (const table of ['departments', 'cutover_reject', 'cutover_load'])
      await zone.query(`DELETE FROM ${table}`);
  });

  const openRejects = async () => (await zone.openRejects('departments')).length;

  it('mode partial: the good records are added', async () => {
    const load = await zone.drop('departments.csv', file);
    expect([load.state, countsOf(load)]).toEqual(['done', 'read 12, inserted 9, rejected 3']);
    expect(await openRejects()).toBe(3);
  });

  it('mode atomic: nothing is added where one record is refused, and every reject is told', async () => {
    const load = await zone.drop('departments.csv', file, { mode: 'atomic' });
    expect([load.state, load.errorCode, load.error, countsOf(load)]).toEqual([
      'failed',
      'atomic-refused',
      'Nothing was added: 3 records are rejected, and mode atomic adds all or none.',
      'read 12, rejected 3, withheld 9',
    ]);
    expect(await rowsOf(zone, 'departments')).toEqual([]);
    expect((await rejectsOf(zone, load)).map(({ line, state }) => [line, state])).toEqual(
      [5, 9, 13].map((line) => [line, 'discarded']),
    );
    expect((await zone.notAdded(load))?.split('\r\n')).toHaveLength(5);
  });

  it('mode atomic: everything is added where every record is good', async () => {
    const load = await zone.drop('departments.csv', good, { mode: 'atomic' });
    expect([load.state, countsOf(load)]).toEqual(['done', 'read 4, inserted 4']);
    expect(await rowsOf(zone, 'departments')).toHaveLength(4);
    expect(await zone.notAdded(load)).toBeNull();
  });

  it('dry_run: everything is checked and nothing is written', async () => {
    await zone.query("INSERT INTO departments VALUES (1, 'other')");
    const load = await zone.drop('departments.csv', file, { dry_run: 'true' });
    expect([load.state, load.error, countsOf(load)]).toEqual([
      'done',
      null,
      'read 12, inserted 8, rejected 4',
    ]);
    expect(await rowsOf(zone, 'departments')).toEqual(['1,other']);
    expect(await openRejects()).toBe(0);
    expect(await faultsOf(zone, load)).toEqual([
      '2 id duplicate-key',
      '5 id type-error',
      '9 id type-error',
      '13 id type-error',
    ]);
    const result = JSON.parse((await zone.result(`loads/${load.id}.json`)) ?? '');
    expect(result).toMatchObject({
      dry_run: true,
      not_added: expect.stringContaining('not_added/departments/'),
    });
    expect((await zone.notAdded(load))?.split('\r\n')).toHaveLength(6);
  });

  it('max_rejects: the load stops early and says so; what was written before stays', async () => {
    const load = await zone.drop('departments.csv', file, { max_rejects: '1' });
    expect([load.state, load.errorCode, countsOf(load)]).toEqual([
      'failed',
      'too-many-rejects',
      'read 10, inserted 4, rejected 2, withheld 4',
    ]);
    expect(load.error).toBe(
      'The load stopped before line 12: 2 records are rejected, more than max_rejects allows (1). What was written before stays (4 rows); the last chunk was not written.',
    );
    expect(await rowsOf(zone, 'departments')).toHaveLength(4);
    expect(await openRejects()).toBe(2);
  });

  it('max_rejects: as many as allowed are no reason to stop', async () => {
    expect((await zone.drop('departments.csv', file, { max_rejects: '3' })).state).toBe('done');
  });

  it('max_reject_ratio: it is judged at the end of a short file', async () => {
    const load = await zone.drop('departments.csv', file, { max_reject_ratio: '0.2' });
    expect([load.state, load.errorCode]).toEqual(['failed', 'too-many-rejects']);
    expect(load.error).toContain(
      '3 of 12 records are rejected, more than max_reject_ratio allows (0.2).',
    );
    const within = await zone.drop('departments.csv', file, { max_reject_ratio: '0.25' });
    expect(within.state).toBe('done');
  });

  it('max_rejects with mode atomic: nothing is added, and reading stops', async () => {
    const load = await zone.drop('departments.csv', file, { mode: 'atomic', max_rejects: '1' });
    expect([load.state, load.errorCode]).toEqual(['failed', 'too-many-rejects']);
    expect(load.error).toMatch(
      /^Nothing was added, and reading stopped before line \d+: 2 records/,
    );
    expect(await rowsOf(zone, 'departments')).toEqual([]);
  });

  it('another table than the name says, and an entity', async () => {
    const load = await zone.drop('whatever.csv', good, { table: 'departments', entity: '17' });
    expect(load.plan).toMatchObject({ table: 'departments', entity: 17 });
    expect(await rowsOf(zone, 'departments')).toHaveLength(4);
  });

  it('an option that does not exist is refused, and nothing is loaded', async () => {
    const load = await zone.drop('departments.csv', good, { max_reject: '3', mode: 'all' });
    expect([load.state, load.error]).toEqual([
      'failed',
      `The object's metadata is wrong. max_reject: unknown; did you mean max_rejects? mode: Invalid option: expected one of "partial"|"atomic"`,
    ]);
    expect(await rowsOf(zone, 'departments')).toEqual([]);
  });

  it('the same options stand in tables.yaml for every drop, and the metadata go before them', async () => {
    const strict = await openDropZone(5, {
      tablesConfig: { departments: { mode: 'atomic', max_rejects: 0, conflict: 'skip' } },
    });
    try {
      expect(await strict.drop('departments.csv', file)).toMatchObject({
        state: 'failed',
        plan: { mode: 'atomic', maxRejects: 0, conflict: 'skip' },
      });
      const partial = await strict.drop('departments.csv', file, {
        mode: 'partial',
        max_rejects: '99',
      });
      expect(partial).toMatchObject({
        state: 'done',
        plan: { mode: 'partial', maxRejects: 99, conflict: 'skip' },
      });
    } finally {
      await strict.close();
    }
  });
});

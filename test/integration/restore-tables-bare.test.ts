import { writeByAvsc } from '../support/avro-rows.ts';
import { openRestoreLane, type RestoreLane } from '../support/restore/restore-lane.ts';

const schema = {
  type: 'record',
  name: 'jobs',
  fields: [
    { name: 'job', type: ['null', 'string'] },
    { name: 'id', type: 'long' },
  ],
};

let lane: RestoreLane;

beforeEach(async () => {
  lane = await openRestoreLane();
  await lane.query("INSERT INTO jobs VALUES (1, 'Clerk')");
});
afterEach(() => lane.drop());

async function put(name: string, records: readonly object[], as: object = schema): Promise<void> {
  const file = await writeByAvsc(as, records, 'deflate');
  async function* pieces() {
    yield file;
  }
  await lane.store.write(name, 'application/avro', pieces());
}

const readJobs = () => lane.query('SELECT * FROM jobs ORDER BY id');
const cook = { id: 7, job: 'Cook' };
/** As the reference implementation takes it. */
const longs = (record: { id: number; job: string | null }) => ({
  ...record,
  id: BigInt(record.id),
});

describe('an Avro file of another system', () => {
  it('replaces the rows of the table that its record is named for', async () => {
    await put('old/jobs_backup.avro', [longs(cook), longs({ id: 5, job: 'Pilot' })]);
    const restored = await lane.restore({ from: { object: 'old/jobs_backup.avro', table: null } });
    expect(await readJobs()).toEqual([{ id: 5, job: 'Pilot' }, cook]);
    expect(restored).toMatchObject({
      set: null,
      tables: [{ table: 'jobs', rows: 2, object: 'memory:old/jobs_backup.avro', compared: 'rows' }],
    });
    await lane.ports.replacer.undo(restored.id ?? '', {});
    expect(await readJobs()).toEqual([{ id: 1, job: 'Clerk' }]);
  });

  it('goes to the table that is named, whatever its record is called', async () => {
    await put('x.avro', [longs(cook)], { ...schema, name: 'topLevelRecord' });
    const from = { object: 'x.avro', table: null };
    expect(await lane.refusal({ from })).toMatchObject({ code: 'unknown-table' });
    await lane.restore({ from: { ...from, table: 'jobs' } });
    expect(await readJobs()).toEqual([cook]);
  });

  it('makes a table like the one that is named, under another name', async () => {
    await put('x.avro', [longs(cook)]);
    await lane.restore({ from: { object: 'x.avro', table: null }, as: 'old_jobs' });
    expect(await lane.query('SELECT * FROM old_jobs')).toEqual([cook]);
    expect(await readJobs()).toEqual([{ id: 1, job: 'Clerk' }]);
  });

  it.each([
    ['a NULL where there may be none', [{ id: 1, job: null }], /row 1 .*column job/],
    ['a number that the column can not hold', [cook, { id: 2 ** 40, job: 'x' }], /row 2 .*id/],
    ['a text that is too long', [{ id: 1, job: 'x'.repeat(256) }], /row 1 .*job/],
    ['the same key twice', [cook, cook], /jobs/],
  ])('is refused for %s', async (_, records, reason) => {
    await put('x.avro', records.map(longs));
    const { code, message } = await lane.refusal({ from: { object: 'x.avro', table: null } });
    expect(code).toBe('invalid-object');
    expect(message).toMatch(reason);
  });

  it('is refused for columns that do not fit, each by its name', async () => {
    const fields = [
      { name: 'id', type: { type: 'array', items: 'int' } },
      { name: 'title', type: 'string' },
    ];
    await put('x.avro', [{ id: [1], title: 'b' }], { ...schema, fields });
    const { code, message } = await lane.refusal({ from: { object: 'x.avro', table: null } });
    expect(code).toBe('invalid-object');
    for (const name of ['id', 'title', 'job']) expect(message).toContain(`The column ${name} `);
  });

  it('is refused where a manifest lies beside it that is not in the folder of a set', async () => {
    await put('copies/jobs.avro', [longs(cook)]);
    await lane.store.writeText('copies/manifest.json', '{}', null);
    const { message } = await lane.refusal({ from: { object: 'copies/jobs.avro', table: null } });
    expect(message).toMatch(/Beside memory:copies\/jobs\.avro lies a manifest/);
  });

  it('is refused in the folder of a set that has no manifest', async () => {
    const object = `${lane.database}/20261120T231500Z-abc123/jobs.avro`;
    await put(object, [longs(cook)]);
    expect(await lane.refusal({ from: { object, table: null } })).toMatchObject({ code: 'busy' });
  });
});

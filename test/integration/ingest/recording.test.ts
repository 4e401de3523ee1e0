import { findObstacles } from '../../../shared/src/domain/tracking/gates.ts';
import { resultsBucket } from '../../support/drop-zone.ts';
import { openTrackedZone, type TrackedZone } from '../../support/tracked-zone.ts';

const departments = 'id,department\n1,Sales\n2,Support\n3,\n';
const hires = [
  'id,name,datetime,department_id,job_id',
  '1,Ann,2021-01-01T00:00:00Z,1,1',
  '2,,2021-01-01T00:00:00Z,1,1',
  '3,Cleo,2021-01-01T00:00:00Z,9,1',
].join('\n');

describe('what is recorded of loads', () => {
  let tracked: TrackedZone;
  let entity = 100;

  beforeAll(async () => {
    tracked = await openTrackedZone();
  });

  afterAll(() => tracked.close());

  beforeEach(async () => {
    await tracked.empty();
    await tracked.zone.query("INSERT INTO jobs VALUES (1, 'Nurse')");
    await tracked.createEntity(++entity);
  });

  const drop = async (name: string, content: string, metadata: Record<string, string> = {}) =>
    tracked.load(await tracked.zone.put(name, content, metadata));
  const own = (more: Record<string, string> = {}) => ({ entity: String(entity), ...more });

  it('opens the progress and closes it with counts, size and rejects, for each entity its own', async () => {
    const other = ++entity;
    await tracked.createEntity(other, 'Production');
    const [one, two] = [
      await drop('departments.csv', departments, { entity: String(other - 1) }),
      await drop('jobs.csv', 'id,job\n2,Baker\n', { entity: String(other) }),
    ];
    expect(await tracked.progressOf(other - 1)).toEqual(['open', 'succeeded']);
    expect(await tracked.progressOf(other)).toEqual(['open', 'succeeded']);
    expect(await tracked.factsOf(other - 1, 'load')).toMatchObject([
      { subject: one.id, result: 'started', env: 'Development', started_at: one.startedAt },
      {
        evidence_id: `load/${one.id}/ended`,
        result: 'passed',
        stage: 'Data Movement',
        object_name: 'departments',
        count: 2,
        started_at: one.startedAt,
        occurred_at: one.finishedAt,
        link: `gs://${resultsBucket}/loads/${one.id}.json`,
        detail: { read: 3, inserted: 2, updated: 0, unchanged: 0, rejected: 1, blank: 0 },
        recorded_by: 'ingest-drop',
      },
    ]);
    expect(await tracked.factsOf(other, 'load')).toMatchObject([
      { env: 'Production' },
      { env: 'Production', subject: two.id, count: 1 },
    ]);
    expect(await tracked.objectsOf(other - 1)).toEqual(['departments 1']);
    expect(await tracked.objectsOf(other)).toEqual(['jobs 1']);
    expect(await tracked.openRejectsOf(other - 1)).toEqual({ departments: 1 });
    expect(await tracked.openRejectsOf(other)).toEqual({ jobs: 0 });
    expect(await tracked.waiting()).toEqual([]);
  });

  it('shows the progress as open while the load runs', async () => {
    const { zone } = tracked;
    const { drops } = zone.ports;
    let seen: Promise<unknown> | undefined;
    await tracked.load(await zone.put('departments.csv', departments, own()), {
      wakeRecording: () => {
        seen = tracked.drain().then(() => tracked.progressOf(entity));
      },
      // The rows are read when the progress has been looked at.
      drops: {
        open: async (...args) => {
          await seen;
          return drops.open(...args);
        },
      },
    });
    expect(await seen).toEqual(['open']);
    expect(await tracked.progressOf(entity)).toEqual(['open', 'succeeded']);
  });

  it.each([
    { fault: 'another header', content: 'no,header\n1,2\n', code: 'invalid-object' },
    { fault: 'nothing in it', content: '', code: 'invalid-object' },
    { fault: 'a name of no table', name: 'nobody.csv', table: null, code: 'unknown-table' },
    { fault: 'wrong metadata', metadata: { mode: 'x' }, code: 'invalid-object' },
    { fault: 'rejects, and is atomic', metadata: { mode: 'atomic' }, code: 'atomic-refused' },
    { fault: 'too many rejects', metadata: { max_rejects: '0' }, code: 'too-many-rejects' },
  ])('a drop that has $fault is a failed load', async (drops) => {
    const { name = 'jobs.csv', content = 'id,job\n2,\n', metadata, table = 'jobs', code } = drops;
    const load = await drop(name, content, own(metadata));
    expect(load.state).toBe('failed');
    expect((await tracked.progressOf(entity)).at(-1)).toBe('failed');
    expect((await tracked.factsOf(entity, 'load')).at(-1)).toMatchObject({
      result: 'failed',
      object_name: table,
      count: 0,
      detail: { error_code: code },
    });
  });

  it('makes good what failed when the table is loaded, and what was of no table by any load', async () => {
    await drop('jobz.csv', '1\n', own());
    await drop('jobs.csv', '', own());
    await drop('departments.csv', departments, own());
    expect((await tracked.progressOf(entity)).at(-1)).toBe('failed');
    await drop('jobs.csv', '2,Baker\n', own());
    expect((await tracked.progressOf(entity)).at(-1)).toBe('succeeded');
  });

  it('takes the entity of the settings where the drop names none', async () => {
    const { zone } = tracked;
    const ports = { defaultEntity: entity };
    await tracked.load(await zone.put('departments.csv', departments), ports);
    await tracked.load(await zone.put('jobs.csv', 'bad\nheader\n', { mode: 'x' }), ports);
    expect(await tracked.factsOf(entity, 'load')).toHaveLength(3);
    const misnamed = await zone.put('jobs.csv', '2,Baker\n', { entity: 'crm' });
    const { error } = await tracked.load(misnamed, ports);
    expect(error).toMatch(/entity: must be a whole number/);
    expect(await tracked.factsOf(entity, 'load')).toHaveLength(3);
  });

  it('is nothing of a load without an entity, and of a dry run', async () => {
    await tracked.zone.drop('departments.csv', departments);
    await tracked.zone.drop('departments_2.csv', departments, own({ dry_run: 'true' }));
    await tracked.zone.drop('departments_3.csv', '', own({ dry_run: 'true' }));
    expect(await tracked.waiting()).toEqual([]);
  });

  it('is the same when the drop is delivered again', async () => {
    const { zone } = tracked;
    const dropped = await zone.put('departments.csv', departments, own());
    await tracked.load(dropped);
    await tracked.load(dropped);
    expect(await tracked.progressOf(entity)).toEqual(['open', 'succeeded']);
    expect(await tracked.factsOf(entity, 'load')).toHaveLength(2);
    expect(await tracked.factsOf(entity, 'rejects')).toHaveLength(1);
  });

  it('follows the size of the table', async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => `${at + 10},${'x'.repeat(100)}`);
    await drop('jobs.csv', 'id,job\n2,Baker\n', own());
    expect(await tracked.objectsOf(entity)).toEqual(['jobs 1']);
    await drop('jobs_more.csv', rows.join('\n'), own());
    const [size = ''] = await tracked.objectsOf(entity);
    expect(Number(size.split(' ')[1])).toBeGreaterThanOrEqual(4);
  });

  describe('open rejects', () => {
    it('bar the cutover until they are retried with success, repaired or dropped again in other hands', async () => {
      await tracked.zone.drop('departments.csv', 'id,department\n1,Sales\n');
      const load = await drop('hired_employees.csv', hires, own());
      expect(await tracked.openRejectsOf(entity)).toEqual({ hired_employees: 2 });
      const facts = await tracked.factsOf(entity, 'rejects');
      expect(findObstacles('Dev Cutover', facts)[0]).toBe('2 rejects of hired_employees are open.');

      // A parent that comes with a drop of nobody lets a waiting record in.
      await drop('departments_late.csv', 'id,department\n9,Archive\n');
      expect(await tracked.openRejectsOf(entity)).toEqual({ hired_employees: 1 });

      // A repair that names no entity and is still wrong stays the entity's own.
      const wrong = ((await tracked.zone.notAdded(load)) ?? '')
        .replace(',,', ',Bob,')
        .replace('2021', 'never-');
      const still = await drop('fixed/hired_employees/wrong.csv', wrong);
      expect(await tracked.openRejectsOf(entity)).toEqual({ hired_employees: 1 });

      const right = ((await tracked.zone.notAdded(still)) ?? '').replace('never-', '2021');
      await drop('fixed/hired_employees/right.csv', right);
      expect(await tracked.openRejectsOf(entity)).toEqual({ hired_employees: 0 });
    });

    it("stay the entity's when the same file is dropped again without it", async () => {
      await drop('departments.csv', departments, own());
      await drop('departments_again.csv', departments);
      expect(await tracked.openRejectsOf(entity)).toEqual({ departments: 1 });
      const [{ count } = { count: 0 }] = await tracked.zone.query<{ count: string }>(
        "SELECT COUNT(*) AS count FROM cutover_reject WHERE state = 'open'",
      );
      expect(Number(count)).toBe(1);
    });
  });
});

import { openRestoreLane, type RestoreLane } from '../support/restore/restore-lane.ts';

let lane: RestoreLane;

beforeEach(async () => {
  lane = await openRestoreLane();
  await lane.query("INSERT INTO departments VALUES (1, 'Sales'), (2, 'Legal')");
  await lane.query("INSERT INTO jobs VALUES (1, 'Clerk'), (2, 'Driver')");
  await lane.query(
    "INSERT INTO hired_employees VALUES (1, 'Ann', '2021-01-02 03:04:05', 1, 1), (2, 'Bob\t🚀', NULL, NULL, 2)",
  );
});
afterEach(() => lane.drop());

const names = async (table: string, column: string) =>
  (await lane.query(`SELECT ${column} AS name FROM ${table} ORDER BY id`)).map(({ name }) => name);

describe('restoring tables from a set', () => {
  it('puts all tables back as they were, whatever became of them', async () => {
    const before = (await lane.readState()).tables;
    const { set_id, taken_at } = await lane.backUp();
    await lane.query('DELETE FROM hired_employees');
    await lane.query("UPDATE departments SET department = 'Spoiled'");
    await lane.query('DELETE FROM jobs WHERE id = 1');
    const restored = await lane.restore();
    expect((await lane.readState()).tables).toEqual(before);
    expect(restored).toMatchObject({ id: '1', set: { setId: set_id, takenAt: taken_at } });
    expect(restored.tables).toEqual(
      ['departments', 'hired_employees', 'jobs'].map((table) => ({
        table,
        rows: 2,
        object: `memory:${lane.database}/${set_id}/${table}.avro`,
        filled: [],
        compared: 'content',
      })),
    );
    await expect(lane.query('DELETE FROM departments WHERE id = 1')).rejects.toThrow(/foreign key/);
  });

  it('restores one table, of an older set, and takes that back', async () => {
    const { set_id: setId } = await lane.backUp();
    await lane.query("INSERT INTO jobs VALUES (3, 'Cook')");
    await lane.backUp(['departments']);
    const { id } = await lane.restore({ from: { setId, tables: ['jobs'] } });
    expect(await names('jobs', 'job')).toEqual(['Clerk', 'Driver']);
    await lane.ports.replacer.undo(id ?? '', {});
    expect(await names('jobs', 'job')).toEqual(['Clerk', 'Driver', 'Cook']);
  });

  it('takes the newest set that holds the tables and is not known to be damaged', async () => {
    await lane.backUp();
    await lane.query("UPDATE jobs SET job = 'Cook'");
    const { set_id } = await lane.backUp(['departments', 'jobs']);
    await lane.backUp(['departments']);
    const { set } = await lane.restore({ from: { setId: 'newest', tables: ['jobs'] } });
    expect(set?.setId).toBe(set_id);
  });

  it('makes tables anew that were dropped, with their foreign keys', async () => {
    const before = (await lane.readState()).tables;
    await lane.backUp();
    await lane.query('DROP TABLE hired_employees, jobs, departments');
    await lane.restore();
    expect((await lane.readState()).tables).toEqual(before);
  });

  it('restores under another name, and leaves the table alone', async () => {
    await lane.backUp();
    const before = await lane.readState();
    await lane.restore({
      from: { setId: 'newest', tables: ['hired_employees'] },
      as: 'hires_then',
    });
    expect(await names('hires_then', 'name')).toEqual(['Ann', 'Bob\t🚀']);
    await lane.query('DROP TABLE hires_then');
    expect(await lane.readState()).toEqual(before);
  });

  it('rehearses: does it all, and changes nothing', async () => {
    await lane.backUp();
    await lane.query("UPDATE jobs SET job = 'Cook'");
    const before = await lane.readState();
    const rehearsed = await lane.restore({ isRehearsal: true });
    expect(rehearsed).toMatchObject({ id: null, tables: [{ rows: 2 }, { rows: 2 }, { rows: 2 }] });
    expect(await lane.readState()).toEqual(before);
  });

  it.each([
    [{ from: { setId: 'newest', tables: ['jobz'] } }, 'not-found', 'jobz'],
    [
      { from: { setId: '20200101T000000Z-abc123', tables: 'all' as const } },
      'not-found',
      '20200101',
    ],
    [{ as: 'other' }, 'invalid-request', 'only one'],
    [{ from: { setId: 'newest', tables: ['jobs'] }, as: 'departments' }, 'conflict', 'departments'],
    [{ from: { setId: 'newest', tables: ['jobs'] }, as: 'cutover_x' }, 'unsupported', 'cutover_x'],
    [{ from: { object: 'nowhere.avro', table: null } }, 'not-found', 'nowhere.avro'],
    [{ from: { object: '%/20200101T000000Z-abc123/x', table: null } }, 'not-found', '%'],
    [{ from: { object: 'gs://other/jobs.avro', table: null } }, 'invalid-request', 'gs://other'],
  ])('refuses %j', async (request, code, word) => {
    await lane.backUp();
    const { code: found, message } = await lane.refusal(request);
    expect(found).toBe(code);
    expect(message).toContain(word);
  });

  it('refuses rows that others refer to and that would be gone', async () => {
    await lane.backUp();
    await lane.query("INSERT INTO jobs VALUES (9, 'Cook')");
    await lane.query("INSERT INTO hired_employees VALUES (9, 'Cid', NULL, NULL, 9)");
    const { code, message } = await lane.refusal({ from: { setId: 'newest', tables: ['jobs'] } });
    expect(code).toBe('conflict');
    expect(message).toMatch(/1 row of hired_employees refers to a id that jobs/);
  });
});

describe('a table that has changed since', () => {
  const wide = `CREATE TABLE wide (id INT PRIMARY KEY, n SMALLINT NOT NULL, price DECIMAL(6,2), note VARCHAR(20), at DATETIME, f FLOAT)`;

  beforeEach(async () => {
    await lane.query(wide);
    await lane.query(
      "INSERT INTO wide VALUES (-1, 7, 1.25, '', '2021-01-02 03:04:05', 0.1), (2, -7, NULL, NULL, NULL, NULL)",
    );
    await lane.backUp(['wide']);
  });

  it('has its new columns filled by the database, and the rows compared', async () => {
    await lane.query(
      'ALTER TABLE wide ADD made INT DEFAULT 5, ADD said TEXT FIRST, ADD twice INT AS (n * 2) STORED, MODIFY note VARCHAR(20) AFTER f',
    );
    const { tables } = await lane.restore();
    expect(tables).toMatchObject([{ filled: ['said', 'made'], compared: 'content', rows: 2 }]);
    expect(await lane.query('SELECT id, made, said, twice, note FROM wide')).toEqual([
      { id: -1, made: 5, said: null, twice: 14, note: '' },
      { id: 2, made: 5, said: null, twice: -14, note: null },
    ]);
  });

  it('takes the rows where columns have become wider', async () => {
    await lane.query(
      'ALTER TABLE wide MODIFY id BIGINT, MODIFY n INT, MODIFY price DECIMAL(10,4), MODIFY note TEXT, MODIFY at DATETIME(6), MODIFY f DOUBLE',
    );
    const { tables } = await lane.restore();
    expect(tables).toMatchObject([{ compared: 'rows', rows: 2 }]);
    expect(await lane.query('SELECT id, n, price, note, at FROM wide')).toEqual([
      { id: '-1', n: 7, price: '1.2500', note: '', at: '2021-01-02 03:04:05.000000' },
      { id: '2', n: -7, price: null, note: null, at: null },
    ]);
  });

  it.each([
    ['MODIFY n TINYINT NOT NULL', 'n'],
    ['MODIFY price DECIMAL(6,1)', 'price'],
    ['MODIFY note VARCHAR(19)', 'note'],
    ['MODIFY at DATE', 'at'],
    ['MODIFY note VARCHAR(20) NOT NULL DEFAULT "x"', 'note'],
    ['DROP note', 'note'],
    ['ADD must INT NOT NULL', 'must'],
  ])('is refused where something would be lost: %s', async (change, column) => {
    await lane.query('DELETE FROM wide');
    await lane.query(`ALTER TABLE wide ${change}`);
    const { code, message } = await lane.refusal({});
    expect(code).toBe('invalid-object');
    expect(message).toMatch(new RegExp(`wide\\.avro.*\\b${column}\\b`));
  });
});

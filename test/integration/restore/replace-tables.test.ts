import { replacementOf } from './replacement-of.ts';
import { openRestoreZone, type RestoreZone } from './restore-zone.ts';

let zone: RestoreZone;
const about = { actor: 'tests' };

beforeEach(async () => {
  zone = await openRestoreZone();
  await zone.query("INSERT INTO departments VALUES (1, 'Sales'), (2, 'Legal')");
  await zone.query("INSERT INTO jobs VALUES (1, 'Clerk'), (2, 'Driver')");
  await zone.query(
    "INSERT INTO hired_employees VALUES (1, 'Ann', '2021-01-02 03:04:05', 1, 1), (2, 'Bob', NULL, NULL, 2)",
  );
});
afterEach(() => zone.drop());

const names = (table: string, column: string) =>
  zone
    .query(`SELECT ${column} AS name FROM ${table} ORDER BY id`)
    .then((rows) => rows.map(({ name }) => name));
const replace = async (table: string, rows: (string | null)[][]) =>
  zone.replacer.replace([await replacementOf(zone.pool, table, rows)], about);

describe('replacing the rows of tables', () => {
  it('puts the new rows in place of the old ones, and leaves the structure as it was', async () => {
    const before = await zone.ddl('hired_employees');
    const replaced = await replace('hired_employees', [['7', 'Tab\there', null, '2', '1']]);
    expect(replaced.tables).toEqual([{ table: 'hired_employees', rows: 1 }]);
    expect(await zone.query('SELECT * FROM hired_employees')).toEqual([
      { id: 7, name: 'Tab\there', datetime: null, department_id: 2, job_id: 1 },
    ]);
    expect(await zone.ddl('hired_employees')).toBe(before.replace('=3 ', '=8 '));
    expect(await zone.leftovers('scratch')).toEqual([]);
  });

  it('replaces a parent that others refer to, and their foreign keys refer to the new one', async () => {
    const before = await zone.ddl('hired_employees');
    await replace('departments', [
      ['1', 'Trade'],
      ['2', 'Law'],
      ['3', 'Art'],
    ]);
    expect(await names('departments', 'department')).toEqual(['Trade', 'Law', 'Art']);
    expect(await zone.ddl('hired_employees')).toBe(before);
    await zone.query("INSERT INTO hired_employees VALUES (9, 'Cid', NULL, 3, NULL)");
    await expect(zone.query('DELETE FROM departments WHERE id = 3')).rejects.toThrow(/foreign key/);
    await expect(
      zone.query("INSERT INTO hired_employees VALUES (10, 'Dot', NULL, 4, NULL)"),
    ).rejects.toThrow(/foreign key/);
  });

  it('replaces parents and children in one call, in any order', async () => {
    const before = await zone.ddl('hired_employees');
    await zone.replacer.replace(
      [
        await replacementOf(zone.pool, 'hired_employees', [['1', 'Eve', null, '5', '6']]),
        await replacementOf(zone.pool, 'jobs', [['6', 'Cook']]),
        await replacementOf(zone.pool, 'departments', [['5', 'Food']]),
      ],
      about,
    );
    expect(await names('hired_employees', 'name')).toEqual(['Eve']);
    expect(await zone.ddl('hired_employees')).toBe(before);
    await expect(zone.query('DELETE FROM jobs')).rejects.toThrow(/foreign key/);
  });

  it('leaves the indexes alone that came with foreign keys by themselves', async () => {
    await zone.query(
      'CREATE TABLE desks (floor INT, job INT, FOREIGN KEY (job) REFERENCES jobs (id), CONSTRAINT floor_job FOREIGN KEY (floor) REFERENCES jobs (id))',
    );
    const before = await zone.ddl('desks');
    const id = (
      await replace('jobs', [
        ['1', 'Clerk'],
        ['2', 'Driver'],
      ])
    ).id;
    expect(await zone.ddl('desks')).toBe(before);
    await replace('desks', [['1', '2']]);
    await zone.replacer.undo(id, about);
    expect(await zone.ddl('desks')).toBe(before);
  });

  it('goes on numbering where it was', async () => {
    await replace('jobs', [
      ['1', 'Clerk'],
      ['2', 'Driver'],
    ]);
    await zone.query("INSERT INTO jobs (job) VALUES ('Cook')");
    expect(await zone.query("SELECT id FROM jobs WHERE job = 'Cook'")).toEqual([{ id: 3 }]);
  });

  it('takes a 0 for what it is, and fills the columns that rows leave out', async () => {
    await zone.query(
      'CREATE TABLE plain (id INT PRIMARY KEY AUTO_INCREMENT, a INT, b INT DEFAULT 5)',
    );
    const rows = await replacementOf(
      zone.pool,
      'plain',
      [
        ['0', null],
        ['7', '1'],
      ],
      { only: ['id', 'a'] },
    );
    await zone.replacer.replace([rows], about);
    expect(await zone.query('SELECT * FROM plain')).toEqual([
      { id: 0, a: null, b: 5 },
      { id: 7, a: 1, b: 5 },
    ]);
  });

  it('keeps foreign keys of a table to itself, with their rules', async () => {
    await zone.query(
      'CREATE TABLE nodes (id INT PRIMARY KEY, up INT, KEY (up), CONSTRAINT nodes_up FOREIGN KEY (up) REFERENCES nodes (id) ON DELETE CASCADE)',
    );
    const before = await zone.ddl('nodes');
    await replace('nodes', [
      ['1', null],
      ['2', '1'],
      ['3', '2'],
    ]);
    expect(await zone.ddl('nodes')).toBe(before);
    await zone.query('DELETE FROM nodes WHERE id = 1');
    expect(await zone.query('SELECT * FROM nodes')).toEqual([]);
  });

  it('builds every kind of index anew', async () => {
    await zone.query(
      `CREATE TABLE wide (a INT NOT NULL, t VARCHAR(200) COMMENT 'KEY, "it''s" AUTO_INCREMENT=9', n INT AUTO_INCREMENT, g INT AS (a + 1) VIRTUAL,
        PRIMARY KEY (a), UNIQUE KEY \`odd \`\`name\` (t(20)), KEY (n), FULLTEXT KEY words (t), KEY made (g), CHECK (a < 100)) COMMENT = ' AUTO_INCREMENT=77 '`,
    );
    const before = await zone.ddl('wide');
    const rows = await replacementOf(zone.pool, 'wide', [['1', 'x', '4']], {
      only: ['a', 't', 'n'],
    });
    await zone.replacer.replace([rows], about);
    expect((await zone.ddl('wide')).replace(' AUTO_INCREMENT=5 ', ' ')).toBe(before);
  });

  it('makes a table that is not there: a copy of another, or from its DDL with its foreign keys', async () => {
    const ddl = await zone.ddl('hired_employees');
    const copy = await replacementOf(zone.pool, 'hires_2021', [['1', 'Ann', null, '99', null]], {
      likeTable: 'hired_employees',
      structure: { like: 'hired_employees' },
    });
    await zone.replacer.replace([copy], about);
    expect(await names('hires_2021', 'name')).toEqual(['Ann']);
    const gone = await replacementOf(
      zone.pool,
      'hired_employees',
      [['1', 'Eve', null, '1', null]],
      {
        structure: { ddl },
      },
    );
    await zone.query('DROP TABLE hired_employees');
    await zone.replacer.replace([gone], about);
    expect(await zone.ddl('hired_employees')).toBe(ddl);
  });
});

describe('a replacement that can not be', () => {
  const unchanged = async (attempt: Promise<unknown>, message: RegExp) => {
    const before = await zone.query('SELECT * FROM hired_employees');
    const structures = [await zone.ddl('hired_employees'), await zone.ddl('departments')];
    await expect(attempt).rejects.toThrow(message);
    expect(await zone.query('SELECT * FROM hired_employees')).toEqual(before);
    expect([await zone.ddl('hired_employees'), await zone.ddl('departments')]).toEqual(structures);
    expect([...(await zone.leftovers('scratch')), ...(await zone.leftovers('undo'))]).toEqual([]);
    expect((await zone.replacer.list(1))[0]?.state).toBe('failed');
  };

  it('names the rows of others that would refer to nothing', () =>
    unchanged(
      replace('departments', [['2', 'Legal']]),
      /^Nothing was changed\. 1 row of hired_employees refers to a id that departments would not have afterwards, e\.g\. department_id = "1"\. Do the same to hired_employees in one call/,
    ));

  it('names its own rows that would refer to nothing', () =>
    unchanged(
      replace('hired_employees', [
        ['1', 'Ann', null, '8', '1'],
        ['2', 'Bob', null, '9', '1'],
      ]),
      /2 rows of hired_employees refer to a id that departments does not have, e\.g\. department_id = "[89]"/,
    ));

  it('is refused where a value does not fit', () =>
    unchanged(
      replace('hired_employees', [['1', 'Ann', 'not a date', null, null]]),
      /The rows do not fit into hired_employees: 1 of 1 could be added as they are\. The database says: .*datetime/,
    ));

  it('is refused where a primary key comes twice', () =>
    unchanged(
      replace('hired_employees', [
        ['1', 'Ann', null, null, null],
        ['1', 'Bob', null, null, null],
      ]),
      /The rows do not fit into hired_employees/,
    ));

  it('is refused where a unique key comes twice', async () => {
    await zone.query('ALTER TABLE hired_employees ADD UNIQUE KEY by_name (name)');
    await unchanged(
      replace('hired_employees', [
        ['1', 'Ann', null, null, null],
        ['2', 'Ann', null, null, null],
      ]),
      /a unique key bars them: .*by_name/,
    );
  });

  it('is refused where its check refuses it, and where its source breaks off', async () => {
    const check = () => Promise.reject(new Error('The hash is another one.'));
    const rows = [['1', 'Ann', null, null, null]];
    const checked = await replacementOf(zone.pool, 'hired_employees', rows, { check });
    await unchanged(zone.replacer.replace([checked], about), /^The hash is another one\.$/);
    const broken = await replacementOf(zone.pool, 'hired_employees', rows);
    const source = {
      ...broken,
      async *rows() {
        yield* broken.rows();
        throw new Error('The file ends too early.');
      },
    };
    await unchanged(zone.replacer.replace([source], about), /^The file ends too early\.$/);
  });

  it('is refused where the table has triggers', async () => {
    await zone.query(
      'CREATE TRIGGER noted BEFORE INSERT ON hired_employees FOR EACH ROW SET @a = 1',
    );
    await unchanged(replace('hired_employees', []), /Triggers .*: noted on hired_employees\./);
  });

  it('is refused where somebody alters the table meanwhile', async () => {
    const check = async () => {
      await zone.query('ALTER TABLE hired_employees ADD COLUMN late INT');
    };
    const rows = await replacementOf(zone.pool, 'hired_employees', [], { check });
    await expect(zone.replacer.replace([rows], about)).rejects.toThrow(
      /altered hired_employees meanwhile/,
    );
    expect(await names('hired_employees', 'name')).toEqual(['Ann', 'Bob']);
  });

  it('is refused for tables of the suite itself and for what is no table', async () => {
    await zone.query('CREATE VIEW people AS SELECT id, name FROM hired_employees');
    const base = await replacementOf(zone.pool, 'jobs', []);
    for (const table of ['cutover_load', 'people', 'nothing']) {
      await expect(zone.replacer.replace([{ ...base, table }], about)).rejects.toThrow(table);
    }
  });
});

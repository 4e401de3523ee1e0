import { DuckDBDateValue, listValue, structValue } from '@duckdb/node-api';
import {
  type GivenParameter,
  type GoogleSqlDatabase,
  openGoogleSqlDatabase,
} from '../../support/google-sql-database.ts';

let database: GoogleSqlDatabase;
const run = (text: string, parameters?: readonly GivenParameter[]) =>
  database.run(text, parameters);
const rows = async (text: string) => (await run(text)).rows;
const changed = async (text: string, parameters?: readonly GivenParameter[]) =>
  (await run(text, parameters)).rows;

const failure = (text: string) =>
  run(text).then(
    () => 'no failure',
    (error: { readonly message: string }) => error.message.split('\n')[0],
  );

beforeEach(async () => {
  database = await openGoogleSqlDatabase();
  await run(
    `CREATE TABLE d.task (
       id INT64 NOT NULL OPTIONS(description = 'the key'),
       name STRING DEFAULT 'none',
       tags ARRAY<STRING>,
       spot STRUCT<x INT64, y FLOAT64>,
       due DATE,
       cost NUMERIC
     ) PARTITION BY due CLUSTER BY id OPTIONS(description = 'what is to be done')`,
  );
  await run(`INSERT INTO d.task (id, name, tags, spot, due, cost) VALUES
    (1, 'one', ['a', 'b'], STRUCT(1, 2.5), '2020-01-01', 1.5),
    (2, DEFAULT, NULL, (3, 4), DATE '2020-01-02', NULL)`);
});
afterEach(() => database.close());

describe('INSERT', () => {
  it('converts literals, fills in defaults, and keeps no NULL array', async () => {
    expect(await rows('SELECT * FROM d.task ORDER BY id')).toEqual([
      [1, 'one', ['a', 'b'], [1, 2.5], '2020-01-01', '1.5'],
      [2, 'none', [], [3, 4], '2020-01-02', null],
    ]);
  });

  it('takes the rows of a query, and none where its condition fails', async () => {
    const guarded = `INSERT d.task (id, due) SELECT 3, '2020-01-03' FROM (SELECT 1)
      WHERE NOT EXISTS (SELECT 1 FROM d.task WHERE id = 3)`;
    expect(await changed(guarded)).toEqual([[1]]);
    expect(await changed(guarded)).toEqual([[0]]);
    expect(await rows('SELECT name, due FROM d.task WHERE id = 3')).toEqual([
      ['none', '2020-01-03'],
    ]);
  });

  it.each([
    ['INSERT d.task (id) VALUES (NULL)', 'Required field id cannot be null'],
    [
      "INSERT d.task (id, tags) VALUES (3, ['a', NULL])",
      'Array cannot have a null element; error in writing field tags',
    ],
    [
      "INSERT d.task (id) VALUES ('x')",
      'Value has type STRING which cannot be inserted into column id, which has type INT64 at [1:28]',
    ],
    [
      "INSERT d.task (id) SELECT 'x'",
      'Query column 1 has type STRING which cannot be inserted into column id, which has type INT64 at [1:20]',
    ],
    [
      'INSERT d.task (id, nope) VALUES (1, 2)',
      'Column nope is not present in table d.task at [1:20]',
    ],
    [
      'INSERT d.task (id, ID) VALUES (1, 2)',
      'Duplicate column name ID in a list of columns at [1:20]',
    ],
    [
      'INSERT d.task (id) VALUES (1, 2)',
      'Inserted row has wrong column count; Has 2, expected 1 at [1:28]',
    ],
    [
      'INSERT d.nope (id) VALUES (1)',
      'Not found: Table p:d.nope was not found in location US at [1:8]',
    ],
  ])('refuses %s', async (text, message) => {
    expect(await failure(text)).toContain(message);
    expect(await rows('SELECT COUNT(*) FROM d.task')).toEqual([[2]]);
  });
});

describe('UPDATE and DELETE', () => {
  it('change the rows of their condition, also by a subquery and to a default', async () => {
    expect(
      await changed("UPDATE d.task SET name = CONCAT(name, '!'), cost = 2 WHERE id = 1"),
    ).toEqual([[1]]);
    expect(
      await changed(
        'UPDATE d.task AS t SET name = DEFAULT, due = (SELECT MIN(due) FROM d.task) WHERE t.id = 2',
      ),
    ).toEqual([[1]]);
    expect(await rows('SELECT name, due, cost FROM d.task ORDER BY id')).toEqual([
      ['one!', '2020-01-01', '2'],
      ['none', '2020-01-01', null],
    ]);
    expect(await changed('DELETE FROM d.task WHERE id IN (SELECT 1)')).toEqual([[1]]);
    expect(await changed('DELETE d.task AS t WHERE t.id > 5')).toEqual([[0]]);
    expect(await rows('SELECT id FROM d.task')).toEqual([[2]]);
  });

  it('take values from other rows, of which one at most may match', async () => {
    const source = (second: number) =>
      `(SELECT 1 AS id, 'uno' AS word UNION ALL SELECT ${second}, 'dos') AS s`;
    const update = (second: number) =>
      `UPDATE d.task SET name = s.word FROM ${source(second)} WHERE task.id = s.id`;
    expect(await changed(update(2))).toEqual([[2]]);
    expect(await rows('SELECT name FROM d.task ORDER BY id')).toEqual([['uno'], ['dos']]);
    expect(await failure(update(1))).toContain(
      'UPDATE/MERGE must match at most one source row for each target row',
    );
  });

  it.each([
    ['UPDATE d.task SET id = NULL WHERE TRUE', 'Required field id cannot be null'],
    [
      'UPDATE d.task SET id = 1, ID = 2 WHERE TRUE',
      'Update item ID assigned more than once at [1:27]',
    ],
    [
      'UPDATE d.task SET name = 1 WHERE TRUE',
      'Value has type INT64 which cannot be inserted into column name',
    ],
    ['UPDATE d.task SET id = 1', 'Syntax error: Expected keyword WHERE but got end of statement'],
    ['DELETE FROM d.task', 'Syntax error: Expected keyword WHERE but got end of statement'],
  ])('refuse %s', async (text, message) => {
    expect(await failure(text)).toContain(message);
  });

  it('TRUNCATE TABLE removes all rows', async () => {
    await run('TRUNCATE TABLE d.task');
    expect(await rows('SELECT COUNT(*) FROM d.task')).toEqual([[0]]);
  });
});

describe('MERGE', () => {
  it('updates, inserts and deletes in one', async () => {
    const merge = `MERGE d.task AS t USING (SELECT 1 AS id, 'uno' AS word UNION ALL SELECT 7, 'siete') AS s
      ON t.id = s.id
      WHEN MATCHED AND s.word != t.name THEN UPDATE SET name = s.word
      WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.word)
      WHEN NOT MATCHED BY SOURCE AND t.id = 2 THEN DELETE`;
    expect(await changed(merge)).toEqual([[3]]);
    expect(await rows('SELECT id, name, tags FROM d.task ORDER BY id')).toEqual([
      [1, 'uno', ['a', 'b']],
      [7, 'siete', []],
    ]);
  });

  it('refuses two source rows that would change one row, and no others', async () => {
    const merge = (condition: string) =>
      `MERGE d.task AS t USING (SELECT 1 AS id, 1 AS k UNION ALL SELECT 1, 2) AS s ON t.id = s.id
       WHEN MATCHED${condition} THEN UPDATE SET name = CAST(s.k AS STRING)`;
    expect(await failure(merge(''))).toContain('must match at most one source row');
    expect(await changed(merge(' AND s.k = 2'))).toEqual([[1]]);
    expect(await rows('SELECT name FROM d.task WHERE id = 1')).toEqual([['2']]);
  });

  it('inserts whole rows where nothing can match', async () => {
    await run('CREATE TABLE d.pair (a INT64, b FLOAT64)');
    const merge = `MERGE d.pair USING (SELECT 1 AS x, 2 AS y) ON FALSE WHEN NOT MATCHED THEN INSERT ROW`;
    expect(await changed(merge)).toEqual([[1]]);
    expect(await rows('SELECT * FROM d.pair')).toEqual([[1, 2]]);
  });
});

describe('definitions', () => {
  it('say what is made, with descriptions, defaults and clauses', () => {
    const statement = database.prepare(
      `CREATE OR REPLACE TABLE \`other-project.Shop.Orders\` (
         id INT64 NOT NULL OPTIONS(description = 'key'), at_ TIMESTAMP DEFAULT CURRENT_TIMESTAMP()
       ) PARTITION BY DATE(at_) CLUSTER BY id`,
    );
    expect(statement).toMatchObject({
      kind: 'CREATE_TABLE',
      target: { project: 'other-project', dataset: 'Shop', table: 'Orders' },
      columns: [
        {
          name: 'id',
          type: { kind: 'INT64' },
          required: true,
          description: 'key',
          defaultExpression: null,
        },
        { name: 'at_', required: false, defaultExpression: 'CURRENT_TIMESTAMP()' },
      ],
      definition: { orReplace: true, tolerant: false, partitionBy: 'DATE(at_)', clusterBy: ['id'] },
    });
  });

  it('a table and a view of a query have its columns', async () => {
    await run(
      'CREATE TABLE d.count (name STRING NOT NULL, n FLOAT64) AS SELECT name, COUNT(*) FROM d.task GROUP BY name',
    );
    expect(await rows('SELECT * FROM d.count ORDER BY name')).toEqual([
      ['none', 1],
      ['one', 1],
    ]);
    await run('CREATE VIEW d.late AS SELECT id AS key, due FROM d.task WHERE due > "2020-01-01"');
    expect(await run('SELECT * FROM d.late')).toMatchObject({
      rows: [[2, '2020-01-02']],
      columns: [{ name: 'key' }, { name: 'due', type: { kind: 'DATE' } }],
    });
    expect(await failure('INSERT d.late (key) VALUES (1)')).toContain('because it is a VIEW');
    expect(await failure('INSERT d.count (n) VALUES (1)')).toContain(
      'Required field name cannot be null',
    );
  });

  it('ALTER TABLE adds a column', async () => {
    await run('ALTER TABLE d.task ADD COLUMN note STRING');
    expect(await rows('SELECT note FROM d.task WHERE id = 1')).toEqual([[null]]);
    expect(await failure('ALTER TABLE d.task ADD COLUMN Note STRING')).toContain(
      'Column already exists: Note',
    );
  });

  it('names of tables differ by case, names of columns do not', async () => {
    await run('CREATE TABLE d.Task AS SELECT 5 AS five');
    expect(await rows('SELECT FIVE, Task.Five + 1 AS six FROM d.Task')).toEqual([[5, 6]]);
    expect(await rows('SELECT COUNT(*) FROM task')).toEqual([[2]]);
  });

  it('notes the tables that are read, each once', () => {
    const { reads, target } = database.prepare(
      'INSERT d.task (id) SELECT t.id FROM d.task AS t JOIN p.d.task USING (id)',
    );
    expect(reads).toEqual([{ project: 'p', dataset: 'd', table: 'task' }]);
    expect(target).toEqual({ project: 'p', dataset: 'd', table: 'task' });
  });
});

describe('parameters', () => {
  const int = { kind: 'INT64' } as const;
  const text = { kind: 'STRING' } as const;

  it('are bound by name, in any order and more than once', async () => {
    const given = [
      { name: 'word', type: text, value: "'; DROP TABLE d.task; --\n`😀`" },
      { name: 'key', type: int, value: 9n },
    ];
    await run('INSERT d.task (id, name) VALUES (@key, @word)', given);
    const answer = await run('SELECT @word, name = @WORD, @key FROM d.task WHERE id = @key', given);
    expect(answer.rows).toEqual([["'; DROP TABLE d.task; --\n`😀`", true, 9]]);
  });

  it('are bound by position', async () => {
    const given = [
      { type: int, value: 4n },
      { type: text, value: null },
    ];
    expect((await run('SELECT ? + 1, ? IS NULL', given)).rows).toEqual([[5, true]]);
  });

  it('may be dates, arrays and structs, and a text becomes a date where one is wanted', async () => {
    const given = [
      { name: 'day', type: { kind: 'DATE' } as const, value: new DuckDBDateValue(18262) },
      { name: 'list', type: { kind: 'ARRAY', element: int } as const, value: listValue([2n, 1n]) },
      {
        name: 'spot',
        type: { kind: 'STRUCT', fields: [{ name: 'x', type: int }] } as const,
        value: structValue({ x: 7n }),
      },
      { name: 'text', type: text, value: '2020-01-01' },
    ];
    const query = 'SELECT @day, @day = @text, @spot.x, e FROM UNNEST(@list) AS e ORDER BY e';
    expect((await run(query, given)).rows).toEqual([
      ['2020-01-01', true, 7, 1],
      ['2020-01-01', true, 7, 2],
    ]);
  });

  it('that are missing are named', async () => {
    expect(await failure('SELECT @nope')).toBe("Query parameter 'nope' not found at [1:8]");
    expect(await failure('SELECT ?')).toBe('Query parameter number 1 is not defined at [1:8]');
  });
});

describe('APPENDS', () => {
  it('gives the rows of a span of commits', async () => {
    await run('CREATE TABLE d.event (id INT64)');
    await database.runDuckdb(
      `CREATE TABLE "p.d".event_log AS SELECT x AS id, TIMESTAMPTZ '2020-01-01' + to_days(x) AS committed FROM (SELECT unnest([0, 1, 2]) AS x)`,
    );
    const query = (span: string) =>
      `SELECT id, _CHANGE_TYPE, _CHANGE_TIMESTAMP FROM APPENDS(TABLE d.event, ${span}) ORDER BY id`;
    expect(await rows(query('NULL, NULL'))).toEqual([
      [0, 'INSERT', '2020-01-01 00:00:00+00'],
      [1, 'INSERT', '2020-01-02 00:00:00+00'],
      [2, 'INSERT', '2020-01-03 00:00:00+00'],
    ]);
    expect(await rows(query("TIMESTAMP '2020-01-02', '2020-01-03'"))).toEqual([
      [1, 'INSERT', '2020-01-02 00:00:00+00'],
    ]);
  });
});

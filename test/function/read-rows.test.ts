import { routes } from '../../functions/read-rows/src/handler.ts';
import { readFunctionManifests } from '../../scripts/function-manifest.ts';
import { openRowsLane, type RowsLane } from '../support/rows/rows-lane.ts';

const hires = [
  "(1, 'Ann', '2021-01-05 08:30:00', 1, 1)",
  "(2, 'Bob', '2021-06-30 23:59:59', 1, 2)",
  "(3, '=1+1', NULL, 2, NULL)",
  "(5, 'Zoë, \"Z\"', '2022-01-01 00:00:00', NULL, 1)",
];

describe('read-rows', () => {
  let lane: RowsLane;

  beforeAll(async () => {
    lane = await openRowsLane({
      hired_employees: {
        names: ['employees'],
        columns: { datetime: { aliases: ['hire_date'], date_formats: ['DD/MM/YYYY'] } },
      },
    });
    for (const sql of [
      "INSERT INTO departments VALUES (1, 'Sales'), (2, 'Legal')",
      "INSERT INTO jobs VALUES (1, 'Clerk'), (2, 'Nurse')",
      `INSERT INTO hired_employees VALUES ${hires.join(', ')}`,
      'CREATE TABLE marks (city VARCHAR(20), mark INT, UNIQUE KEY (city))',
      "INSERT INTO marks VALUES ('Oslo', 1), (NULL, 2), (NULL, 2)",
      'CREATE VIEW everyone AS SELECT name FROM hired_employees',
    ]) {
      await lane.query(sql);
    }
  });
  afterAll(() => lane.close());

  const names = async (query: string) => {
    const { body } = await lane.json(`/tables/hired_employees/rows?columns=name&${query}`);
    return body.items.map(({ name }) => name);
  };

  it('answers the routes that function.yaml names', () => {
    const manifest = readFunctionManifests().find(({ name }) => name === 'read-rows');
    const answered = routes.flatMap(({ paths }) => paths);
    expect(manifest?.trigger).toEqual({ http: { routes: answered } });
    expect(routes.map(({ access }) => access)).toEqual(['viewer', 'viewer', 'viewer']);
  });

  it('lists the tables with rows and sizes, and neither views nor Cutover’s own', async () => {
    const { status, body } = await lane.json('/tables?count=all');
    expect(status).toBe(200);
    const bytes = expect.any(Number);
    expect(body.items).toEqual([
      { table: 'departments', rows: 2, rows_are: 'counted', bytes },
      { table: 'hired_employees', rows: 4, rows_are: 'counted', bytes },
      { table: 'jobs', rows: 2, rows_are: 'counted', bytes },
      { table: 'marks', rows: 3, rows_are: 'counted', bytes },
    ]);
    expect((await lane.json('/tables?count=some')).status).toBe(400);
  });

  it('shows a table’s contract with what tables.yaml adds and how its values are read', async () => {
    const { status, body } = await lane.json('/tables/Employees');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      table: 'hired_employees',
      names: ['employees'],
      primary_key: ['id'],
      page_key: ['id'],
      conflict: 'reject',
      max_rejects: null,
    });
    expect(body.foreign_keys).toContainEqual({
      name: expect.any(String),
      columns: ['department_id'],
      parent_table: 'departments',
      parent_columns: ['id'],
    });
    expect(body.columns[0]).toMatchObject({
      ...{ name: 'id', kind: 'integer', nullable: false, auto_increment: true },
      ...{ min: '-2147483648', max: '2147483647', json_type: 'number', required: false },
    });
    expect(body.columns[2]).toMatchObject({
      ...{ name: 'datetime', kind: 'datetime', nullable: true, aliases: ['hire_date'] },
      ...{ date_formats: ['DD/MM/YYYY'], fraction: 0, json_type: 'string' },
      filters: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'null'],
    });
  });

  it.each(['emploees', 'cutover_load', 'everyone', '__proto__', "x' OR 1=1"])(
    'knows no table %s',
    async (name) => {
      for (const end of ['', '/rows']) {
        const { status, body } = await lane.json(`/tables/${encodeURIComponent(name)}${end}`);
        expect([status, body.code]).toEqual([404, 'unknown-table']);
        expect(body.detail).toMatch(/The tables are: departments, hired_employees, jobs, marks\.$/);
      }
    },
  );

  it('answers rows as JSON by page, each with the cursor of the next', async () => {
    const first = await lane.json('/tables/hired_employees/rows?limit=2');
    expect(first.body).toEqual({
      table: 'hired_employees',
      items: [
        { id: 1, name: 'Ann', datetime: '2021-01-05T08:30:00Z', department_id: 1, job_id: 1 },
        { id: 2, name: 'Bob', datetime: '2021-06-30T23:59:59Z', department_id: 1, job_id: 2 },
      ],
      next: expect.stringMatching(/^[\w-]+$/),
    });
    const path = `/tables/employees/rows?limit=2&cursor=${first.body.next}`;
    const second = await lane.json(path);
    expect(second.body.items.map(({ id }) => id)).toEqual([3, 5]);
    expect(second.body.items[0]).toMatchObject({ datetime: null, job_id: null });
    expect(second.body.next).toBeNull();
  });

  it('reads backwards', async () => {
    const first = await lane.json('/tables/jobs/rows?order=desc&limit=1');
    expect(first.body.items).toEqual([{ id: 2, job: 'Nurse' }]);
    const cursor = first.body.next;
    const second = await lane.json(`/tables/jobs/rows?order=desc&limit=1&cursor=${cursor}`);
    expect(second.body).toEqual({ table: 'jobs', items: [{ id: 1, job: 'Clerk' }], next: null });
  });

  it('writes newline JSON and CSV, by page or all at once', async () => {
    const path = '/tables/hired_employees/rows?columns=id,name';
    const lines = await lane.get(`${path}&limit=all`, {
      headers: { accept: 'application/x-ndjson' },
    });
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(await lines.text()).toBe(
      '{"id":1,"name":"Ann"}\n{"id":2,"name":"Bob"}\n{"id":3,"name":"=1+1"}\n{"id":5,"name":"Zoë, \\"Z\\""}\n',
    );
    const csv = await lane.get(`${path}&format=csv&limit=3`);
    expect(csv.headers.get('content-disposition')).toBe(
      'attachment; filename="hired_employees.csv"',
    );
    expect(await csv.text()).toBe('id,name\r\n1,Ann\r\n2,Bob\r\n3,=1+1\r\n');
    const next = csv.headers.get('x-next-cursor');
    const rest = await lane.get(`${path}&format=csv&limit=3&cursor=${next}`);
    expect(await rest.text()).toBe('id,name\r\n5,"Zoë, ""Z"""\r\n');
    expect(rest.headers.get('x-next-cursor')).toBeNull();
  });

  it('writes CSV for spreadsheets when asked, which run none of it', async () => {
    const path = '/tables/hired_employees/rows?format=csv&columns=name,job_id&where[id]=3';
    expect(await (await lane.get(path)).text()).toBe('name,job_id\r\n=1+1,\\N\r\n');
    const safe = await lane.get(`${path}&spreadsheet=true`);
    expect(Buffer.from(await safe.arrayBuffer()).toString()).toBe(
      "\ufeffname,job_id\r\n'=1+1,\r\n",
    );
  });

  it.each([
    ['where[department_id]=1', ['Ann', 'Bob']],
    ['where[department_id][ne]=1', ['=1+1']],
    ['where[job_id][null]=true', ['=1+1']],
    ['where[datetime][gte]=2021-06-30T23:59:59Z&where[datetime][lt]=2022-01-01', ['Bob']],
    ['where[datetime][gt]=01/01/2021&where[job_id][null]=false', ['Ann', 'Bob', 'Zoë, "Z"']],
    ['where[name][in]=ann,"Zoë, ""Z"""', ['Ann', 'Zoë, "Z"']],
    ['where[id][lte]=%202.0%20', ['Ann', 'Bob']],
    ["where[name]=' OR ''='", []],
  ])('filters by %s', async (query, found) => {
    expect(await names(query)).toEqual(found);
  });

  it.each([
    ['where[department_id]=one', 'where[department_id]', 'type-error'],
    ['where[id][gt]=99999999999', 'where[id][gt]', 'out-of-range'],
    ['where[datetime]=2021-02-30', 'where[datetime]', 'bad-date'],
    ['where[id][in]=1,x', 'where[id][in]', 'type-error'],
    ['where[id][in]="1', 'where[id][in]', undefined],
    ['where[id][null]=maybe', 'where[id][null]', undefined],
    ['where[id][like]=1', 'where[id][like]', undefined],
    ['where[idd]=1', 'where[idd]', undefined],
    ['where[__proto__]=1', 'where[__proto__]', undefined],
    ['where[]=1', 'where[]', undefined],
    ['where=1', 'where', undefined],
    ['columns=id,nme', 'columns', undefined],
    ['columns=id,id', 'columns', undefined],
    ['columns=', 'columns', undefined],
    ['limit=0', 'limit', undefined],
    ['limit=10001', 'limit', undefined],
    ['limit=all', 'limit', undefined],
    ['order=name', 'order', undefined],
    ['format=xml', 'format', undefined],
    ['cursor=abc', 'cursor', undefined],
    ['colour=red', 'colour', undefined],
    ['where[id]=1&where[id]=2', 'where[id]', undefined],
  ])('refuses %s and says where', async (query, at, code) => {
    const { status, body } = await lane.json(`/tables/hired_employees/rows?${query}`);
    expect(status).toBe(400);
    expect(body.errors).toContainEqual(
      expect.objectContaining({ at, ...(code === undefined ? {} : { code }) }),
    );
  });

  it('refuses a cursor of another table, of another order and one that was altered', async () => {
    const { body } = await lane.json('/tables/jobs/rows?limit=1');
    const altered = Buffer.from('["jobs","asc","1 OR 1=1"]').toString('base64url');
    const longer = Buffer.from('["jobs","asc","1","2"]').toString('base64url');
    for (const path of [
      `/tables/departments/rows?cursor=${body.next}`,
      `/tables/jobs/rows?order=desc&cursor=${body.next}`,
      `/tables/jobs/rows?cursor=${body.next}A`,
      `/tables/jobs/rows?cursor=${altered}`,
      `/tables/jobs/rows?cursor=${longer}`,
    ]) {
      const refused = await lane.json(path);
      expect([refused.status, refused.body.errors?.[0]?.at]).toEqual([400, 'cursor']);
    }
  });

  it('refuses a format that Accept does not name', async () => {
    const answer = await lane.get('/tables/jobs/rows', { headers: { accept: 'image/png' } });
    expect(answer.status).toBe(406);
  });

  it('answers no pages of a table without a key, and says why; all of it is there', async () => {
    const { status, body } = await lane.json('/tables/marks/rows');
    expect([status, body.errors?.[0]?.at]).toEqual([400, 'limit']);
    expect(body.detail).toMatch(/^marks has no primary key.*limit=all/);
    expect((await lane.json('/tables/marks')).body.page_key).toBeNull();
    const csv = await lane.get('/tables/marks/rows?limit=all&format=csv');
    const [header, ...rows] = (await csv.text()).trim().split('\r\n');
    expect([header, rows.sort()]).toEqual(['city,mark', ['Oslo,1', '\\N,2', '\\N,2']]);
  });

  it('answers HEAD, and an empty table', async () => {
    const head = await lane.get('/tables/jobs/rows', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    await lane.query('CREATE TABLE nothing (id INT PRIMARY KEY)');
    expect((await lane.json('/tables/nothing/rows')).body).toEqual({
      ...{ table: 'nothing', items: [], next: null },
    });
  });
});

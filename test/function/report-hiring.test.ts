import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { startStorage } from '../../scripts/local/storage/start-storage.ts';
import { accessEnvironment } from '../support/access.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { hasRealData, noRealData, readRealFile } from '../support/real-data.ts';
import { type ServedFunction, serveFunction } from '../support/serve-function.ts';
import { describeIf } from '../support/skip.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutover-report-'));
const resultsBucket = 'report-results';
const names = {
  quarterly: ['/quarterly-hired', '/metrics/hiring_by_quarter'],
  aboveMean: ['/hiring-by-department', '/metrics/departments_above_mean'],
};

let database: TestDatabase;
let storage: Awaited<ReturnType<typeof startStorage>>;
let served: ServedFunction;

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${served.url}${path}`, { headers, method });
const getRows = async (path: string) =>
  ((await (await get(path)).json()) as { rows: unknown }).rows;

const insert = (table: string, rows: readonly unknown[][]) =>
  database.pool.query(`INSERT INTO ${table} VALUES ?`, [rows]);

async function empty(): Promise<void> {
  for (const table of ['hired_employees', 'departments', 'jobs']) {
    await database.pool.query(`DELETE FROM ${table}`);
  }
}

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  storage = await startStorage({
    folder: join(folder, 'buckets'),
    metadataFolder: join(folder, 'metadata'),
    port: 0,
    buckets: [resultsBucket],
    onFinalized: async () => {},
  });
  const { target } = await database.signInAs('report-hiring');
  Object.assign(process.env, {
    ...accessEnvironment,
    MYSQL_HOST: target.MYSQL_HOST,
    MYSQL_PORT: String(target.MYSQL_PORT),
    MYSQL_USER: target.MYSQL_USER,
    MYSQL_PASSWORD: target.MYSQL_PASSWORD,
    MYSQL_DATABASE: target.MYSQL_DATABASE,
    RESULTS_BUCKET: resultsBucket,
    BACKUPS_BUCKET: 'backups',
    REPORTS_DATASET: 'hiring_reports',
    STORAGE_EMULATOR_HOST: storage.url,
  });
  await import('../../functions/report-hiring/src/index.ts');
  served = await serveFunction('report-hiring');
});

afterAll(async () => {
  served.close();
  await database.drop();
  await storage.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('report-hiring', () => {
  beforeAll(async () => {
    await empty();
    await insert('departments', [
      [1, 'Sales, <b>"EMEA"</b>'],
      [2, 'Support'],
      [3, '=SUM(A1)'],
    ]);
    await insert('jobs', [
      [1, 'Nurse'],
      [2, 'Clerk'],
    ]);
    await insert('hired_employees', [
      [1, 'A', '2021-01-01 00:00:00', 1, 1],
      [2, 'B', '2021-05-01 00:00:00', 2, 1],
      [3, 'C', '2021-12-31 23:59:59', 2, 2],
      [4, 'D', '2021-12-31 23:59:59', 2, 2],
      [5, 'E', '2021-08-01 00:00:00', 3, 1],
      [6, 'F', '2022-01-01 00:00:00', 1, 1],
      [7, 'G', null, 1, 1],
      [8, 'H', '2021-02-01 00:00:00', null, 1],
      [9, 'I', '2021-02-01 00:00:00', 1, null],
    ]);
  });

  it.each(names.quarterly)('%s counts by department, job and quarter', async (path) => {
    expect(await (await get(path)).json()).toEqual({
      report: 'hiring_by_quarter',
      year: 2021,
      include_unknown: false,
      hires: 7,
      listed: 5,
      rows: [
        { department: '=SUM(A1)', job: 'Nurse', Q1: 0, Q2: 0, Q3: 1, Q4: 0 },
        { department: 'Sales, <b>"EMEA"</b>', job: 'Nurse', Q1: 1, Q2: 0, Q3: 0, Q4: 0 },
        { department: 'Support', job: 'Clerk', Q1: 0, Q2: 0, Q3: 0, Q4: 2 },
        { department: 'Support', job: 'Nurse', Q1: 0, Q2: 1, Q3: 0, Q4: 0 },
      ],
      left_out: { open_rejects: 0, without_date: 1, without_department: 1, without_job: 1 },
    });
  });

  it.each(names.aboveMean)('%s names the departments above the mean', async (path) => {
    expect(await (await get(path)).json()).toEqual({
      report: 'departments_above_mean',
      year: 2021,
      include_unknown: false,
      hires: 7,
      departments: 3,
      mean: 2,
      rows: [{ id: 2, department: 'Support', hired: 3 }],
      left_out: { open_rejects: 0, without_date: 1, without_department: 1 },
    });
  });

  it('takes another year', async () => {
    expect(await getRows('/hiring-by-department?year=2022')).toEqual([]);
    expect(await getRows('/quarterly-hired?year=2022')).toEqual([
      { department: 'Sales, <b>"EMEA"</b>', job: 'Nurse', Q1: 1, Q2: 0, Q3: 0, Q4: 0 },
    ]);
  });

  it('shows hires without department or job where they are asked for', async () => {
    const rows = await getRows('/quarterly-hired?include_unknown=true');
    expect(rows).toContainEqual({
      department: '(Unknown)',
      job: 'Nurse',
      Q1: 1,
      Q2: 0,
      Q3: 0,
      Q4: 0,
    });
    expect(rows).toContainEqual(
      expect.objectContaining({ department: 'Sales, <b>"EMEA"</b>', job: '(Unknown)', Q1: 1 }),
    );
    const answer = await get('/hiring-by-department?include_unknown=true');
    expect(await answer.json()).toMatchObject({ departments: 4, mean: 1.75 });
  });

  it('answers CSV of rows alone, under a file name, with what it leaves out in a header', async () => {
    const answer = await get('/metrics/hiring_by_quarter?format=csv');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="hiring_by_quarter_2021.csv"',
      'x-left-out': 'open_rejects=0, without_date=1, without_department=1, without_job=1',
    });
    expect(parse(await answer.text())).toEqual([
      ['department', 'job', 'Q1', 'Q2', 'Q3', 'Q4'],
      ["'=SUM(A1)", 'Nurse', '0', '0', '1', '0'],
      ['Sales, <b>"EMEA"</b>', 'Nurse', '1', '0', '0', '0'],
      ['Support', 'Clerk', '0', '0', '0', '2'],
      ['Support', 'Nurse', '0', '1', '0', '0'],
    ]);
    const other = await get('/hiring-by-department?format=csv&year=2022');
    expect(other.headers.get('content-disposition')).toContain('departments_above_mean_2022.csv');
    expect(await other.text()).toBe('id,department,hired\r\n');
  });

  it('answers text as a grid', async () => {
    const answer = await get('/hiring-by-department?format=text');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toContain('|  2 | Support    |     3 |');
  });

  it('answers a page that escapes names and may run nothing', async () => {
    const answer = await get('/quarterly-hired?format=html');
    const page = await answer.text();
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect(page).toContain('<td>Sales, &lt;b&gt;&quot;EMEA&quot;&lt;/b&gt;</td>');
    expect(page).not.toContain('<b>');
    expect(page).toContain('<svg');
  });

  it.each([
    ['text/csv', 'text/csv; charset=utf-8'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['text/plain', 'text/plain; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
  ])('answers what Accept %s likes best', async (accept, type) => {
    const answer = await get('/quarterly-hired', { accept });
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('vary')).toBe('accept, accept-encoding');
  });

  it('prefers the format that is named to Accept', async () => {
    const answer = await get('/quarterly-hired?format=json', { accept: 'text/csv' });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('refuses an Accept that it can not satisfy', async () => {
    const answer = await get('/quarterly-hired', { accept: 'image/png' });
    expect(answer.status).toBe(406);
    expect(await answer.json()).toMatchObject({
      code: 'not-acceptable',
      detail: expect.stringContaining('application/json, text/csv, text/html, text/plain'),
    });
  });

  it.each([
    ['year=1899', 'year', 'year must be a whole number from 1900 to 2100.'],
    ['year=2101', 'year', 'year must be a whole number from 1900 to 2100.'],
    ['year=', 'year', 'year must be a whole number from 1900 to 2100.'],
    ['year=2021.5', 'year', 'year must be a whole number from 1900 to 2100.'],
    ['format=pdf', 'format', 'There is no format pdf; there are json, csv, html and text.'],
    ['engine=oracle', 'engine', 'There is no engine oracle; there are mysql and bigquery.'],
    ['include_unknown=yes', 'include_unknown', 'include_unknown must be true or false.'],
    [
      'yaer=2021',
      'yaer',
      'There is no parameter yaer; there are year, format, include_unknown, save, engine.',
    ],
    ['year=2021&year=2022', 'year', 'year is given more than once.'],
  ])('refuses %s with a sentence', async (query, at, message) => {
    for (const path of ['/quarterly-hired', '/hiring-by-department']) {
      const answer = await get(`${path}?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(await answer.json()).toMatchObject({ errors: [{ at, message }] });
    }
  });

  it.each(['year=1900', 'year=2100', 'engine=mysql', 'save=false'])('takes %s', async (query) => {
    expect((await get(`/quarterly-hired?${query}`)).status).toBe(200);
  });

  it.each([
    ['json', 'json', 'application/json; charset=utf-8'],
    ['csv', 'csv', 'text/csv; charset=utf-8'],
    ['html', 'html', 'text/html; charset=utf-8'],
    ['text', 'txt', 'text/plain; charset=utf-8'],
  ])(
    'saves the report as %s when it is asked to, again over the older copy',
    async (format, extension, type) => {
      const object = `reports/hiring_by_quarter_2021.${extension}`;
      for (const _time of ['first', 'second']) {
        const answer = await get(`/quarterly-hired?format=${format}&save=true`);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('x-saved-to')).toBe(`gs://${resultsBucket}/${object}`);
      }
      const media = `${storage.url}/storage/v1/b/${resultsBucket}/o/${encodeURIComponent(object)}?alt=media`;
      const saved = await fetch(media);
      expect(saved.headers.get('content-type')).toBe(type);
      const text = await saved.text();
      expect(text).toContain('Support');
      expect(text).not.toMatch(/gs:|<a /);
    },
  );

  it('names the saved copy in the answer', async () => {
    const answer = await get('/hiring-by-department?save=true&include_unknown=true');
    expect(await answer.json()).toMatchObject({
      saved: `gs://${resultsBucket}/reports/departments_above_mean_2021_with_unknown.json`,
    });
  });

  it('answers HEAD without a body, and refuses other methods and paths', async () => {
    const head = await get('/quarterly-hired', {}, 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    const post = await get('/quarterly-hired', {}, 'POST');
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect((await get('/quarterly')).status).toBe(404);
  });

  it('is healthy while its database answers', async () => {
    expect(await (await get('/health')).json()).toEqual({ status: 'ok' });
  });
});

describeIf(hasRealData, noRealData)('report-hiring over the real files', () => {
  const read = (table: string) => parse(readRealFile(table)) as string[][];
  const count = (keys: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  let hires: string[][];
  let departments: Map<string, string>;
  let jobs: Map<string, string>;

  beforeAll(async () => {
    await empty();
    hires = read('hired_employees').filter((cells) => cells.every((cell) => cell !== ''));
    departments = new Map(read('departments') as [string, string][]);
    jobs = new Map(read('jobs') as [string, string][]);
    await insert('departments', [...departments]);
    await insert('jobs', [...jobs]);
    await insert(
      'hired_employees',
      hires.map(([id, name, moment, ...ids]) => [
        ...[id, name, moment?.replace('T', ' ').replace('Z', ''), ...ids],
      ]),
    );
  });

  it('holds 12 departments, 183 jobs and 1,929 complete hires', () => {
    expect([departments.size, jobs.size, hires.length]).toEqual([12, 183, 1929]);
  });

  describe.each(['2021', '2022'])('of %s', (year) => {
    const ofYear = () => hires.filter(([, , moment]) => moment?.startsWith(year));

    it.each(names.quarterly)('%s gives what the file itself counts', async (path) => {
      const cellOf = ([, , moment = '', department = '', job = '']: string[]) =>
        JSON.stringify([
          departments.get(department),
          jobs.get(job),
          `Q${Math.ceil(Number(moment.slice(5, 7)) / 3)}`,
        ]);
      const expected = count(ofYear().map(cellOf));
      const rows = (await getRows(`${path}?year=${year}`)) as Record<string, string | number>[];
      const given = rows.flatMap(({ department, job, ...quarters }) =>
        Object.entries(quarters)
          .filter(([, hired]) => hired !== 0)
          .map(([quarter, hired]) => [JSON.stringify([department, job, quarter]), hired] as const),
      );
      expect(new Map(given)).toEqual(expected);
      const order = rows.map(({ department, job }) => Buffer.from(`${department}\0${job}`));
      expect(order.toSorted(Buffer.compare)).toEqual(order);
    });

    it.each(names.aboveMean)('%s gives what the file itself counts', async (path) => {
      const hired = count(ofYear().map(([, , , department = '']) => department));
      const mean = ofYear().length / hired.size;
      const expected = [...hired]
        .filter(([, number]) => number > mean)
        .map(([id, number]) => ({
          id: Number(id),
          department: departments.get(id),
          hired: number,
        }))
        .sort((a, b) => b.hired - a.hired || a.id - b.id);
      expect(await getRows(`${path}?year=${year}`)).toEqual(expected);
      expect(expected.length).toBeGreaterThan(0);
    });
  });
});

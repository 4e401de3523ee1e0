import type { Pool, RowDataPacket } from 'mysql2/promise';
import { claimPort } from '../../scripts/local/claim-port.ts';
import { connectMysql } from '../../shared/src/adapters/mysql/connect.ts';
import { mysqlHireCounter } from '../../shared/src/adapters/mysql/hire-counter.ts';
import { countHiresByDepartment } from '../../shared/src/adapters/mysql/hires/count-hires-by-department.ts';
import { countHiresByQuarter } from '../../shared/src/adapters/mysql/hires/count-hires-by-quarter.ts';
import { countHiresWithoutDate } from '../../shared/src/adapters/mysql/hires/count-hires-without-date.ts';
import { byJumping, byScanning } from '../../shared/src/adapters/mysql/hires/reach.ts';
import type { Statement } from '../../shared/src/adapters/mysql/statement.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const departments = 4;
const jobs = 6;
const hires = 6_000;
const jumping = byJumping(
  Array.from({ length: departments }, (_, index) => index + 1),
  Array.from({ length: jobs }, (_, index) => index + 1),
);

/** Hires of 2020 to 2023, some of them without department, job or date. */
async function fill(pool: Pool): Promise<void> {
  const rows = Array.from({ length: hires }, (_, index) => {
    const moment = new Date(Date.UTC(2020, 0, 1) + ((index * 7919) % 35_000) * 3_600_000);
    return [
      `Hire ${index}`,
      index % 101 === 0 ? null : moment.toISOString().slice(0, 19).replace('T', ' '),
      index % 37 === 0 ? null : 1 + (index % departments),
      index % 41 === 0 ? null : 1 + (Math.floor(index / 3) % jobs),
    ];
  });
  for (let id = 1; id <= departments; id++) {
    await pool.query('INSERT INTO departments (department) VALUES (?)', [`D${id}`]);
  }
  for (let id = 1; id <= jobs; id++)
    await pool.query('INSERT INTO jobs (job) VALUES (?)', [`J${id}`]);
  await pool.query('INSERT INTO hired_employees (name, datetime, department_id, job_id) VALUES ?', [
    rows,
  ]);
  await pool.query('ANALYZE TABLE hired_employees');
}

describe('the counts of hires', () => {
  let database: TestDatabase;

  const select = async (sql: string, values: readonly unknown[] = []) => {
    const [rows] = await database.pool.query<RowDataPacket[]>(sql, [...values]);
    return rows;
  };

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    await fill(database.pool);
  });
  afterAll(() => database.drop());

  const statements: [string, Statement][] = [
    ['by quarter, jumping', countHiresByQuarter(2021, jumping)],
    ['by quarter, scanning', countHiresByQuarter(2021, byScanning)],
    ['by department, jumping', countHiresByDepartment(2021, jumping)],
    ['by department, scanning', countHiresByDepartment(2021, byScanning)],
    ['without date', countHiresWithoutDate(jumping)],
  ];

  it.each(statements)(
    'come from the index alone, %s, and nothing is sorted',
    async (_name, statement) => {
      const plan = await select(`EXPLAIN ${statement.sql}`, statement.values);
      expect(plan).toHaveLength(1);
      expect(plan[0]).toMatchObject({ key: 'hired_employees_department_job_datetime' });
      expect(plan[0]?.Extra).toContain('Using index');
      expect(plan[0]?.Extra).not.toMatch(/temporary|filesort|index condition/);
    },
  );

  it('are reached by jumping in fewer rows than by scanning', async () => {
    const rowsOf = async ({ sql, values }: Statement) =>
      Number((await select(`EXPLAIN ${sql}`, values))[0]?.rows);
    expect(await rowsOf(countHiresByQuarter(2021, jumping))).toBeLessThan(
      (await rowsOf(countHiresByQuarter(2021, byScanning))) / 2,
    );
  });

  it('are the same by jumping and by scanning', async () => {
    for (const count of [countHiresByQuarter, countHiresByDepartment]) {
      const [jumped, scanned] = [count(2021, jumping), count(2021, byScanning)];
      expect(await select(jumped.sql, jumped.values)).toEqual(
        await select(scanned.sql, scanned.values),
      );
    }
  });

  it.each([2019, 2020, 2021, 2022, 2023])('agree with the usual query for %d', async (year) => {
    const usual = await select(
      `SELECT department_id AS departmentId, job_id AS jobId,
         SUM(QUARTER(datetime) = 1) AS q1, SUM(QUARTER(datetime) = 2) AS q2,
         SUM(QUARTER(datetime) = 3) AS q3, SUM(QUARTER(datetime) = 4) AS q4
       FROM hired_employees WHERE YEAR(datetime) = ?
       GROUP BY department_id, job_id ORDER BY department_id, job_id`,
      [year],
    );
    const { counts, withoutDate } = await mysqlHireCounter(database.pool).countByQuarter(year);
    const key = (id: number | null) => id ?? 0;
    expect(
      counts.toSorted(
        (a, b) => key(a.departmentId) - key(b.departmentId) || key(a.jobId) - key(b.jobId),
      ),
    ).toEqual(
      usual.map(({ departmentId, jobId, q1, q2, q3, q4 }) => ({
        departmentId,
        jobId,
        quarters: [q1, q2, q3, q4].map(Number),
      })),
    );
    expect(withoutDate).toBe(Math.ceil(hires / 101));
  });

  it('by department are the sums of those by quarter', async () => {
    const counter = mysqlHireCounter(database.pool);
    const sums = new Map<number | null, number>();
    for (const { departmentId, quarters } of (await counter.countByQuarter(2021)).counts) {
      const hired = quarters.reduce((total, count) => total + count, 0);
      sums.set(departmentId, (sums.get(departmentId) ?? 0) + hired);
    }
    const { counts } = await counter.countByDepartment(2021);
    expect(new Map(counts.map(({ departmentId, hired }) => [departmentId, hired]))).toEqual(sums);
  });
});

describe('the counts of hires in a small table', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
  });
  afterAll(() => database.drop());

  it('are none where there are no departments, jobs and hires', async () => {
    const counter = mysqlHireCounter(database.pool);
    const nothing = {
      counts: [],
      departments: new Map(),
      jobs: new Map(),
      withoutDate: 0,
      openRejects: 0,
    };
    expect(await counter.countByQuarter(2021)).toEqual(nothing);
    expect(await counter.countByDepartment(2021)).toEqual(nothing);
  });

  it('put the first and the last second of a year and a quarter where they belong', async () => {
    const { pool } = database;
    await pool.query("INSERT INTO departments VALUES (1, 'D')");
    await pool.query("INSERT INTO jobs VALUES (1, 'J')");
    const moments = [
      ['2020-12-31 23:59:59', '2021-01-01 00:00:00', '2021-03-31 23:59:59', '2021-04-01 00:00:00'],
      ['2021-06-30 23:59:59', '2021-07-01 00:00:00', '2021-09-30 23:59:59', '2021-10-01 00:00:00'],
      ['2021-12-31 23:59:59', '2022-01-01 00:00:00', '2100-12-31 23:59:59', '1900-01-01 00:00:00'],
    ].flat();
    await pool.query(
      'INSERT INTO hired_employees (name, datetime, department_id, job_id) VALUES ?',
      [moments.map((moment) => ['A', moment, 1, 1])],
    );
    const counter = mysqlHireCounter(pool);
    const quartersOf = async (year: number) =>
      (await counter.countByQuarter(year)).counts[0]?.quarters;
    expect(await quartersOf(2020)).toEqual([0, 0, 0, 1]);
    expect(await quartersOf(2021)).toEqual([2, 2, 2, 2]);
    expect(await quartersOf(2022)).toEqual([1, 0, 0, 0]);
    expect(await quartersOf(2100)).toEqual([0, 0, 0, 1]);
    expect(await quartersOf(1900)).toEqual([1, 0, 0, 0]);
  });

  it('come with the open rejects of hired_employees alone', async () => {
    const reject = (id: number, table: string, state: string) => [
      id,
      ...['01J0000000000000000000LOAD', table, 2, '[]', '[]', Buffer.alloc(32, id), state],
    ];
    await database.pool.query(
      'INSERT INTO cutover_reject (id, load_id, table_name, line, cells, faults, fingerprint, state) VALUES ?',
      [
        [
          reject(1, 'hired_employees', 'open'),
          reject(2, 'hired_employees', 'open'),
          reject(3, 'hired_employees', 'fixed'),
          reject(4, 'hired_employees', 'discarded'),
          reject(5, 'jobs', 'open'),
        ],
      ],
    );
    expect((await mysqlHireCounter(database.pool).countByDepartment(2021)).openRejects).toBe(2);
  });

  it('say that the database does not answer when it does not', async () => {
    const port = await claimPort(0, '');
    const { pool, close } = await connectMysql({ ...database.target, MYSQL_PORT: port }, 1);
    const counter = mysqlHireCounter(pool);
    await expect(counter.countByQuarter(2021)).rejects.toMatchObject({ code: 'unavailable' });
    await close();
  });
});

import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { HireCounter, QuarterCount, YearOfHires } from '../../domain/hiring-report.ts';
import { chooseReach } from './hires/choose-reach.ts';
import { countHiresByDepartment } from './hires/count-hires-by-department.ts';
import { countHiresByQuarter } from './hires/count-hires-by-quarter.ts';
import { countHiresWithoutDate } from './hires/count-hires-without-date.ts';
import { countOpenRejects } from './hires/count-open-rejects.ts';
import { byJumping, type Reach } from './hires/reach.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { Statement } from './statement.ts';
import { translateMysqlError } from './translate-mysql-error.ts';

async function select(connection: PoolConnection, statement: Statement): Promise<RowDataPacket[]> {
  const { sql, values } = statement;
  return (await connection.query<RowDataPacket[]>({ sql, values: [...values] }))[0];
}

/** A statement's only number; counts come as text, like all 64-bit integers. */
async function selectCount(connection: PoolConnection, statement: Statement): Promise<number> {
  const [row] = await select(connection, statement);
  return Number(Object.values(row ?? {})[0]);
}

async function selectNames(connection: PoolConnection, sql: string): Promise<Map<number, string>> {
  const rows = await select(connection, { sql, values: [] });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function countYear<Count>(
  pool: Pool,
  statement: (reach: Reach) => Statement,
  toCount: (row: RowDataPacket) => Count,
): Promise<YearOfHires<Count>> {
  const read = async (connection: PoolConnection) => {
    const departments = await selectNames(
      connection,
      'SELECT id, department AS name FROM departments',
    );
    const jobs = await selectNames(connection, 'SELECT id, job AS name FROM jobs');
    const jumping = byJumping(departments.keys(), jobs.keys());
    const reach = await chooseReach(connection, statement, jumping);
    return {
      departments,
      jobs,
      counts: (await select(connection, statement(reach))).map(toCount),
      withoutDate: await selectCount(connection, countHiresWithoutDate(jumping)),
      openRejects: await selectCount(connection, countOpenRejects('hired_employees')),
    };
  };
  return readSnapshot(pool, read).catch((error: unknown) => {
    throw translateMysqlError(error);
  });
}

function toQuarterCount(row: RowDataPacket): QuarterCount {
  const { department_id: departmentId, job_id: jobId } = row;
  const ends = [row.until_april, row.until_july, row.until_october, row.whole_year].map(Number);
  const [april = 0, july = 0, october = 0, end = 0] = ends;
  return { departmentId, jobId, quarters: [april, july - april, october - july, end - october] };
}

/** The open rejects of hired_employees, of whatever year, as they are now. */
export async function countOpenHireRejects(pool: Pool): Promise<number> {
  return readSnapshot(pool, (connection) =>
    selectCount(connection, countOpenRejects('hired_employees')),
  ).catch((error: unknown) => {
    throw translateMysqlError(error);
  });
}

/** Counts hires in MySQL, from the index (department_id, job_id, datetime) alone. */
export function mysqlHireCounter(pool: Pool): HireCounter {
  return {
    countByQuarter: (year) =>
      countYear(pool, (reach) => countHiresByQuarter(year, reach), toQuarterCount),
    countByDepartment: (year) =>
      countYear(
        pool,
        (reach) => countHiresByDepartment(year, reach),
        ({ department_id: departmentId, hired }) => ({ departmentId, hired: Number(hired) }),
      ),
  };
}

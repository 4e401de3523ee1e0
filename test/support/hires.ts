import type { Pool } from 'mysql2/promise';

/** Names whose order differs by alphabet, by UTF-16 unit and by code point. */
const names = ['Zoo', 'apes', '\u{1f680} space', '\uff5e wide', 'Ärzte', 'a"b,c', '=SUM(A1)'];

const wholeYears = ['2020', '2021', '2022'];
const edges = wholeYears.flatMap((year) =>
  ['01-01 00:00:00', '03-31 23:59:59', '04-01 00:00:00', '06-30 23:59:59']
    .concat(['07-01 00:00:00', '09-30 23:59:59', '10-01 00:00:00', '12-31 23:59:59'].flat())
    .map((rest) => `${year}-${rest}`),
);

function momentOf(index: number): string | null {
  if (index % 101 === 0) return null;
  if (index % 7 === 0) return edges[(index / 7) % edges.length] ?? null;
  const hours = (index * 7919) % 26_000;
  const moment = new Date(Date.UTC(2020, 0, 1) + hours * 3_600_000);
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * Fills the hiring tables: hires of 2020 to 2022, at the edges of quarters too, some without a
 * department, a job or a date; two departments share a name, one hired nobody.
 */
export async function fillHires(pool: Pool, count: number): Promise<void> {
  const departments = [...names, 'Zoo', 'idle'].map((name, at) => [at + 1, name]);
  const jobs = names.map((name, at) => [at + 1, `${name} job`]);
  const hires = Array.from({ length: count }, (_, index) => [
    index + 1,
    `Hire ${index}`,
    momentOf(index),
    index % 37 === 0 ? null : 1 + ((index * index) % (departments.length - 1)),
    index % 41 === 0 ? null : 1 + (Math.floor(index / 3) % jobs.length),
  ]);
  for (const [table, rows] of Object.entries({ departments, jobs, hired_employees: hires })) {
    await pool.query(`INSERT INTO ${table} VALUES ?`, [rows]);
  }
}

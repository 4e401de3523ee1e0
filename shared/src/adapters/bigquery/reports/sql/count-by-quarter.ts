import type { Statement } from '../../statement.ts';

/** Counts the hires of `@year` by department and job in each quarter, UTC. */
export function countByQuarter(hires: string): Statement {
  return {
    sql: `SELECT department_id, job_id,
  COUNTIF(EXTRACT(QUARTER FROM datetime) = 1) AS q1,
  COUNTIF(EXTRACT(QUARTER FROM datetime) = 2) AS q2,
  COUNTIF(EXTRACT(QUARTER FROM datetime) = 3) AS q3,
  COUNTIF(EXTRACT(QUARTER FROM datetime) = 4) AS q4
FROM ${hires}
WHERE EXTRACT(YEAR FROM datetime) = @year
GROUP BY department_id, job_id`,
    types: { year: 'INT64' },
  };
}

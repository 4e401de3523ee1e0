import type { Statement } from '../statement.ts';
import type { Reach } from './reach.ts';

/**
 * Counts the hires of a year by department and job, up to the end of each quarter: counting up
 * to a date is one comparison a row, counting between two dates would be two.
 */
export function countHiresByQuarter(year: number, reach: Reach): Statement {
  return {
    sql: `SELECT department_id, job_id,
  COUNT(datetime < ? OR NULL) AS until_april,
  COUNT(datetime < ? OR NULL) AS until_july,
  COUNT(datetime < ? OR NULL) AS until_october,
  COUNT(*) AS whole_year
FROM hired_employees
WHERE ${reach.sql} AND datetime BETWEEN ? AND ?
GROUP BY department_id, job_id`,
    values: [
      ...[`${year}-04-01 00:00:00`, `${year}-07-01 00:00:00`, `${year}-10-01 00:00:00`],
      ...reach.values,
      ...[`${year}-01-01 00:00:00`, `${year}-12-31 23:59:59.999999`],
    ],
  };
}

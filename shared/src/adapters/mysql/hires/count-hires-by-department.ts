import type { Statement } from '../statement.ts';
import type { Reach } from './reach.ts';

/** Counts the hires of a year by department. */
export function countHiresByDepartment(year: number, reach: Reach): Statement {
  return {
    sql: `SELECT department_id, COUNT(*) AS hired
FROM hired_employees
WHERE ${reach.sql} AND datetime BETWEEN ? AND ?
GROUP BY department_id`,
    values: [...reach.values, `${year}-01-01 00:00:00`, `${year}-12-31 23:59:59.999999`],
  };
}

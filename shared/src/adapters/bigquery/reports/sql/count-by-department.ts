import type { Statement } from '../../statement.ts';

/** Counts the hires of `@year`, UTC, by department. */
export function countByDepartment(hires: string): Statement {
  return {
    sql: `SELECT department_id, COUNT(*) AS hired
FROM ${hires}
WHERE EXTRACT(YEAR FROM datetime) = @year
GROUP BY department_id`,
    types: { year: 'INT64' },
  };
}

/** The query most people write: YEAR() of the column, joins, grouped by names, ordered by them. */
export const usualQuarterly = (table: string, year: number) => `SELECT d.department, j.job,
  SUM(CASE WHEN QUARTER(h.datetime) = 1 THEN 1 ELSE 0 END) AS Q1,
  SUM(CASE WHEN QUARTER(h.datetime) = 2 THEN 1 ELSE 0 END) AS Q2,
  SUM(CASE WHEN QUARTER(h.datetime) = 3 THEN 1 ELSE 0 END) AS Q3,
  SUM(CASE WHEN QUARTER(h.datetime) = 4 THEN 1 ELSE 0 END) AS Q4
FROM ${table} h
JOIN departments d ON d.id = h.department_id
JOIN jobs j ON j.id = h.job_id
WHERE YEAR(h.datetime) = ${year}
GROUP BY d.department, j.job
ORDER BY d.department, j.job`;

export const usualAboveMean = (
  table: string,
  year: number,
) => `SELECT d.id, d.department, COUNT(*) AS hired
FROM ${table} h
JOIN departments d ON d.id = h.department_id
WHERE YEAR(h.datetime) = ${year}
GROUP BY d.id, d.department
HAVING COUNT(*) > (
  SELECT AVG(hired) FROM (
    SELECT COUNT(*) AS hired FROM ${table} WHERE YEAR(datetime) = ${year} GROUP BY department_id
  ) AS counts)
ORDER BY hired DESC, d.id`;

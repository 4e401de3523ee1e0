import type { Pool, PoolConnection } from 'mysql2/promise';
import { departments, jobs } from '../../sample-data/reference-rows.ts';
import { addReferences } from '../add-references.ts';
import { numberRows, numbersAtOnce } from '../number-rows.ts';

/** The same rows with the keys a schema usually has: MySQL adds an index to each foreign key by itself. */
const usualTable = `CREATE TABLE usual_hires (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(255) NOT NULL,
  datetime DATETIME NULL,
  department_id INT NULL,
  job_id INT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (job_id) REFERENCES jobs (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`;

/**
 * Hires from ? on, a million at the most, up to ?. Seven of ten fall in 2021, the others anywhere
 * from 2018 to 2023, as in the sample data. CRC32 spreads them, the same way every time.
 */
const insertMillion = `INSERT INTO hired_employees (id, name, datetime, department_id, job_id)
SELECT id, CONCAT('Hire ', id),
  IF(CRC32(CONCAT('y', id)) % 10 < 7,
    '2021-01-01' + INTERVAL CRC32(CONCAT('s', id)) % (365 * 86400) SECOND,
    '2018-01-01' + INTERVAL CRC32(CONCAT('s', id)) % (6 * 365 * 86400) SECOND),
  1 + CRC32(CONCAT('d', id)) % ${departments.length},
  1 + CRC32(CONCAT('j', id)) % ${jobs.length}
FROM ${numberRows}
WHERE id <= ?
ORDER BY id`;

async function insertHires(connection: PoolConnection, rows: number): Promise<void> {
  for (let first = 1; first <= rows; first += numbersAtOnce) {
    await connection.query(insertMillion, [first, rows]);
    await connection.query('INSERT INTO usual_hires SELECT * FROM hired_employees WHERE id >= ?', [
      first,
    ]);
  }
}

/** Fills hired_employees and its usual twin with `rows` hires of the sample data's departments and jobs. */
export async function fillHires(pool: Pool, rows: number): Promise<void> {
  await addReferences(pool);
  await pool.query(usualTable);
  const connection = await pool.getConnection();
  try {
    await connection.query('SET foreign_key_checks = 0, unique_checks = 0');
    await insertHires(connection, rows);
    await connection.query('ANALYZE TABLE hired_employees, usual_hires');
  } finally {
    connection.destroy();
  }
}

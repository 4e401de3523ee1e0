import type { Pool } from 'mysql2/promise';
import { departments, jobs } from '../sample-data/reference-rows.ts';

/** Adds the departments and jobs that the hires refer to. */
export async function addReferences(pool: Pool): Promise<void> {
  const values = (reference: typeof jobs) => reference.map(({ id, name }) => [id, name]);
  await pool.query('INSERT INTO departments (id, department) VALUES ?', [values(departments)]);
  await pool.query('INSERT INTO jobs (id, job) VALUES ?', [values(jobs)]);
}

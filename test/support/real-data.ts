import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder =
  process.env.CUTOVER_REAL_DATA ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

export const hasRealData = existsSync(join(folder, 'hired_employees.csv'));
export const noRealData = `there are no real files in ${folder}`;

/** A real file's bytes: departments, jobs or hired_employees. */
export const readRealFile = (table: string): Buffer => readFileSync(join(folder, `${table}.csv`));

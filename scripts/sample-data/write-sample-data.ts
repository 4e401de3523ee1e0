import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExpectedHires } from './faulty-hires.ts';
import { departments, jobs, type ReferenceRow } from './reference-rows.ts';
import { writeFaultyHires } from './write-faulty-hires.ts';

const toCsv = (header: string, rows: readonly ReferenceRow[]) =>
  [header, ...rows.map(({ id, name }) => `${id},"${name.replaceAll('"', '""')}"`), ''].join('\n');

/**
 * Writes departments.csv, jobs.csv and hired_employees.csv, with header rows, into `folder`, which
 * it creates; 3 % of the hires are faulty. Existing files are replaced. Returns what a load of the
 * hires must count.
 */
export async function writeSampleData(
  folder: string,
  options: { readonly hires: number; readonly seed: number },
): Promise<ExpectedHires> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'departments.csv'), toCsv('id,department', departments));
  await writeFile(join(folder, 'jobs.csv'), toCsv('id,job', jobs));
  const csv = join(folder, 'hired_employees.csv');
  return writeFaultyHires({ csv, header: 'id,name,datetime,department_id,job_id' }, options);
}

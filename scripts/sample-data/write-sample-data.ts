import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type ExpectedHires, faultyHires } from './faulty-hires.ts';
import { departments, jobs, type ReferenceRow } from './reference-rows.ts';

const toCsv = (header: string, rows: readonly ReferenceRow[]) =>
  [header, ...rows.map(({ id, name }) => `${id},"${name.replaceAll('"', '""')}"`), ''].join('\n');

/**
 * Writes departments.csv, jobs.csv and hired_employees.csv, with header rows, into `folder`, which
 * it creates; about 3 % of the hires are faulty. Existing files are replaced. Returns what a load
 * of the hires must count.
 */
export async function writeSampleData(
  folder: string,
  { hires, seed }: { hires: number; seed: number },
): Promise<ExpectedHires> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'departments.csv'), toCsv('id,department', departments));
  await writeFile(join(folder, 'jobs.csv'), toCsv('id,job', jobs));
  const file = createWriteStream(join(folder, 'hired_employees.csv'));
  file.write('id,name,datetime,department_id,job_id\n');
  const parts = faultyHires({ hires, seed });
  let part = parts.next();
  for (; !part.done; part = parts.next()) {
    if (!file.write(part.value.csv)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
  return part.value;
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../local/run-program.ts';

/** Throws where mariadb-dump's file does not end as a whole one does. */
export async function checkDump(folder: string): Promise<void> {
  const packed = join(folder, 'dump.sql.gz');
  const read = existsSync(packed) ? 'zcat "$1" | tail -c 200' : 'tail -c 200 "$1"';
  const file = existsSync(packed) ? packed : join(folder, 'dump.sql');
  const { output } = await runProgram('bash', ['-c', read, 'bash', file]);
  if (!output.includes('-- Dump completed')) throw new Error(`${file} is not a whole dump.`);
}

/** Throws where mydumper does not say that it has finished. */
export async function checkMydumper(folder: string): Promise<void> {
  const file = join(folder, 'metadata');
  if (!readFileSync(file, 'utf8').includes('Finished dump at')) {
    throw new Error(`${file} does not speak of a whole dump.`);
  }
}

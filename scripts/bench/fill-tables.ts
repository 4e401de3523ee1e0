import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { cutoverHome } from '../local/cutover-home.ts';
import { ensureMariadb } from '../local/mysql/ensure-mariadb.ts';
import { faultyHires } from '../sample-data/faulty-hires.ts';
import { addReferences } from './add-references.ts';
import { loadDataCommand, loadHiresSql } from './load-data.ts';
import { type BenchTable, measureTable } from './measure-table.ts';
import type { BenchDatabase } from './open-bench-database.ts';
import { runMeasured } from './run-measured.ts';
import { fillWideTable, wideTable } from './wide-table.ts';

/** The wide table has about ten times the bytes a row. */
const hiresAWideRow = 10;

function* hireLines(hires: number): Generator<Buffer> {
  for (const { cleanTsv } of faultyHires({ hires, seed: 2021, faultyShare: 0 })) yield cleanTsv;
}

/** Fills hired_employees with `rows` hires, and the wide table with a tenth of that. */
export async function fillTables(
  { pool, target }: BenchDatabase,
  folder: string,
  rows: number,
): Promise<{ readonly hires: BenchTable; readonly wide: BenchTable }> {
  await addReferences(pool);
  const file = join(folder, 'hires.tsv');
  await pipeline(Readable.from(hireLines(rows)), createWriteStream(file));
  const programs = await ensureMariadb(cutoverHome(process.env), console.log);
  await runMeasured(loadDataCommand(programs, target, loadHiresSql(file)));
  await fillWideTable(pool, Math.ceil(rows / hiresAWideRow));
  await pool.query(`ANALYZE TABLE hired_employees, ${wideTable}`);
  return {
    hires: await measureTable(pool, 'hired_employees'),
    wide: await measureTable(pool, wideTable),
  };
}

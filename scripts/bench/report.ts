import { parseArgs } from 'node:util';
import type { RowDataPacket } from 'mysql2/promise';
import { describeMeasurements, listShortfalls } from './report/describe-measurements.ts';
import { fillHires } from './report/fill-hires.ts';
import { type Measurement, measureReport } from './report/measure-report.ts';
import { openBenchDatabase } from './report/open-bench-database.ts';
import { reportsUnderTest } from './report/reports-under-test.ts';

const usage = `Measures the hiring reports against the usual query, in one run.

  --rows N   hires in the table (1,000,000; try 10,000,000)
  --runs N   runs of each, taken in turns; the medians count (5)

MYSQL_URL names a server to use; without it a private MariaDB is started, and removed after.`;

/** Most hires fall into the first, few into the second. */
const years = [2021, 2019];

function readArguments() {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      runs: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  });
  const [rows, runs] = [values.rows.replaceAll(/[,_]/g, ''), values.runs];
  const isWrong = !/^[1-9]\d{0,8}$/.test(rows) || !/^[1-9]\d?$/.test(runs);
  if (values.help || isWrong) throw new Error(usage);
  return { rows: Number(rows), runs: Number(runs) };
}

async function bench({ rows, runs }: { rows: number; runs: number }): Promise<boolean> {
  const { pool, close } = await openBenchDatabase(process.env.MYSQL_URL);
  try {
    const [[server]] = await pool.query<RowDataPacket[]>('SELECT VERSION() AS version');
    console.log(`Filling ${rows.toLocaleString('en')} hires into ${server?.version} ...`);
    await fillHires(pool, rows);
    const measurements: Measurement[] = [];
    for (const year of years) {
      for (const report of reportsUnderTest) {
        measurements.push(await measureReport(pool, report, year, runs));
      }
    }
    console.log(`\nMedians of ${runs} runs, taken in turns:\n`);
    console.log(describeMeasurements(measurements));
    const shortfalls = listShortfalls(measurements);
    console.log(`\n${shortfalls.join('\n') || 'The rows are the same; all is as it must be.'}`);
    return shortfalls.length === 0;
  } finally {
    await close();
  }
}

try {
  process.exitCode = (await bench(readArguments())) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

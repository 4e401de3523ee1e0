import type { RowDataPacket } from 'mysql2/promise';
import type { Benchmark } from './benchmark.ts';
import { openBenchDatabase } from './open-bench-database.ts';
import { readCounts } from './read-counts.ts';
import { describeMeasurements, listShortfalls } from './report/describe-measurements.ts';
import { fillHires } from './report/fill-hires.ts';
import { type Measurement, measureReport } from './report/measure-report.ts';
import { reportsUnderTest } from './report/reports-under-test.ts';

const usage = `npm run bench -- report [options]

Measures the hiring reports against the usual query, in one run.

  --rows N   hires in the table (1,000,000; try 10,000,000)
  --runs N   runs of each, taken in turns; the medians count (5)

MYSQL_URL names a server to use; without it a private MariaDB is started, and removed after.`;

/** Most hires fall into the first, few into the second. */
const years = [2021, 2019];

/** Memory enough for all tables, so that neither side waits for the disk. */
const serverOptions = ['--innodb-buffer-pool-size=4G', '--innodb-log-file-size=1G'];

async function bench({ rows, runs }: { rows: number; runs: number }): Promise<boolean> {
  const { pool, close } = await openBenchDatabase(process.env.MYSQL_URL, serverOptions);
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

export const reportBenchmark: Benchmark = {
  usage,
  run: (args) => bench(readCounts(args, usage, { rows: 1_000_000, runs: 5 })),
};

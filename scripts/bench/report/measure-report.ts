import { mysqlHireCounter } from '@cutover/shared/adapters/mysql/hire-counter.ts';
import { chooseReach } from '@cutover/shared/adapters/mysql/hires/choose-reach.ts';
import { byJumping, byScanning } from '@cutover/shared/adapters/mysql/hires/reach.ts';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { departments, jobs } from '../../sample-data/reference-rows.ts';
import { median } from '../median.ts';
import type { ReportUnderTest } from './reports-under-test.ts';

export interface Measurement {
  readonly report: string;
  readonly year: number;
  /** Hires of the year. */
  readonly hires: number;
  /** Medians in milliseconds: the usual query, the same on the suite's own index, the report. */
  readonly usualMs: number;
  readonly usualOnIndexMs: number;
  readonly reportMs: number;
  readonly plan: { readonly how: string; readonly text: string; readonly isIndexOnly: boolean };
  readonly hasSameRows: boolean;
}

async function time<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** Rows as text, in an order of their own: the usual query sorts names by the table's collation. */
const toSet = (rows: readonly (readonly unknown[])[]) =>
  rows.map((cells) => JSON.stringify(cells.map(String))).sort();

async function explain(pool: Pool, { statement }: ReportUnderTest, year: number) {
  const ids = (rows: typeof jobs) => rows.map(({ id }) => id);
  const connection = await pool.getConnection();
  try {
    const jumping = byJumping(ids(departments), ids(jobs));
    const reach = await chooseReach(connection, (other) => statement(year, other), jumping);
    const { sql, values } = statement(year, reach);
    const [plan] = await connection.query<RowDataPacket[]>(`EXPLAIN ${sql}`, [...values]);
    const text = plan
      .map(({ type, key, rows, Extra }) => `${type} on ${key}, about ${rows} rows (${Extra})`)
      .join('; ');
    const isIndexOnly = plan.every(
      ({ Extra }) => /Using index(?! condition)/.test(Extra) && !/temporary|filesort/.test(Extra),
    );
    return { how: reach === byScanning ? 'scanning' : 'jumping', text, isIndexOnly };
  } finally {
    connection.release();
  }
}

/** Runs the usual query, the same on the suite's table, and the report in turns, `runs` times after one for warmth. */
export async function measureReport(
  pool: Pool,
  report: ReportUnderTest,
  year: number,
  runs: number,
): Promise<Measurement> {
  const counter = mysqlHireCounter(pool);
  const select = async (table: string) => {
    const [rows] = await pool.query<RowDataPacket[]>(report.usual(table, year));
    return rows.map((row) => Object.values(row));
  };
  const times: [number, number, number][] = [];
  let isSame = true;
  let hires = 0;
  for (let run = 0; run <= runs; run++) {
    const usual = await time(() => select('usual_hires'));
    const onIndex = await time(() => select('hired_employees'));
    const made = await time(() => report.make(counter, year));
    if (run > 0) times.push([usual.ms, onIndex.ms, made.ms]);
    const expected = JSON.stringify(toSet(usual.result));
    isSame &&= expected === JSON.stringify(toSet(made.result.rows));
    isSame &&= expected === JSON.stringify(toSet(onIndex.result));
    hires = made.result.facts.hires ?? 0;
  }
  const medians = {
    usualMs: median(times.map(([usual]) => usual)),
    usualOnIndexMs: median(times.map(([, onIndex]) => onIndex)),
    reportMs: median(times.map(([, , made]) => made)),
  };
  const plan = await explain(pool, report, year);
  return { report: report.name, year, hires, ...medians, plan, hasSameRows: isSame };
}

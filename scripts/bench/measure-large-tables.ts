import type { Pool } from 'mysql2/promise';
import type { StopStack } from '../local/stop-stack.ts';
import { judgeMemory } from './judge-memory.ts';
import { fillLargeTable, largeTables } from './large-values.ts';
import { measurePeak } from './measure-peak.ts';
import { openBenchDatabase } from './open-bench-database.ts';
import { type OpenFunction, openFunction } from './open-function.ts';
import { tablesInMemory } from './tables-in-memory.ts';
import { makeWorkFolder } from './work-folder.ts';

/** What is promised is so for values up to this size; those that are larger are only shown. */
const mostValueMib = 8;

/** What a function is asked to do, under the words that tell it. */
export type Work = Readonly<Record<string, () => Promise<unknown>>>;

/** Lets a function do what `prepare` lists for each of the tables of large values, and looks at the most memory of its process. */
export async function measureLargeTables(
  name: string,
  stack: StopStack,
  prepare: (opened: OpenFunction, table: string, pool: Pool) => Promise<Work>,
): Promise<boolean> {
  const { folder, remove } = makeWorkFolder();
  stack.push(remove);
  const { pool, target, close } = await openBenchDatabase(process.env.MYSQL_URL, tablesInMemory);
  stack.push(close);
  const opened = await openFunction(name, target, folder, stack);
  const peaks: number[] = [];
  for (const large of largeTables) {
    await fillLargeTable(pool, large);
    for (const [what, run] of Object.entries(await prepare(opened, large.table, pool))) {
      const { peakMib, seconds } = await measurePeak(opened, run);
      if (large.valueMib <= mostValueMib) peaks.push(peakMib);
      const table = `${large.rows} values of ${large.valueMib} MiB`;
      console.log(`${table}, ${what}: ${peakMib.toFixed(0)} MiB (${seconds.toFixed(1)} s)`);
    }
  }
  const upTo = `${name}, values up to ${mostValueMib} MiB`;
  const { text, holds } = judgeMemory(upTo, Math.max(...peaks));
  console.log(text);
  return holds;
}

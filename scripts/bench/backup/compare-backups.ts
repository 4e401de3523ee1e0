import type { StopStack } from '../../local/stop-stack.ts';
import { describeMachine } from '../describe-machine.ts';
import { fillTables } from '../fill-tables.ts';
import { findPrograms } from '../find-programs.ts';
import { measureOnTable } from '../measure-on-table.ts';
import type { BenchTable } from '../measure-table.ts';
import { openBenchDatabase } from '../open-bench-database.ts';
import { openFunction } from '../open-function.ts';
import { tablesInMemory } from '../tables-in-memory.ts';
import { makeWorkFolder } from '../work-folder.ts';
import { gatherContenders } from './gather-contenders.ts';
import { judgeBackups, ours } from './judge-backups.ts';

/** Measures backup-tables and the other programs in turns. False where a promise does not hold. */
export async function compareBackups(
  { rows, runs }: { readonly rows: number; readonly runs: number },
  stack: StopStack,
): Promise<boolean> {
  const { folder, remove } = makeWorkFolder();
  stack.push(remove);
  const database = await openBenchDatabase(process.env.MYSQL_URL, tablesInMemory);
  stack.push(database.close);
  const programs = await findPrograms();
  for (const line of await describeMachine(database.pool, programs.versions)) console.log(line);
  for (const line of programs.missing) console.log(line);
  console.log(`Filling ${rows.toLocaleString('en')} hires, and a wide table ...`);
  const { hires, wide } = await fillTables(database, folder, rows);
  const opened = await openFunction(ours, database.target, folder, stack);
  const place = { target: database.target, opened, folder };
  const measure = (table: BenchTable) =>
    measureOnTable(database, table, gatherContenders(place, table, programs), { runs, ours });
  const verdicts = judgeBackups(await measure(hires), await measure(wide));
  console.log(`\n${verdicts.map(({ text }) => text).join('\n')}`);
  return verdicts.every(({ holds }) => holds);
}

import type { StopStack } from '../../local/stop-stack.ts';
import { describeMachine } from '../describe-machine.ts';
import { measureRounds } from '../measure-rounds.ts';
import { type BenchDatabase, openBenchDatabase } from '../open-bench-database.ts';
import { openFunction } from '../open-function.ts';
import { makeWorkFolder } from '../work-folder.ts';
import {
  type BackupResults,
  describeResults,
  judgeMemory,
  judgeTimes,
} from './describe-results.ts';
import { fillTables } from './fill-tables.ts';
import { findPrograms, gatherContenders, type Place, type Programs } from './gather-contenders.ts';
import type { BenchTable } from './measure-table.ts';

/** Memory enough for the tables, so that none waits for the disk where they are. */
const serverOptions = ['--innodb-buffer-pool-size=1G', '--innodb-log-file-size=512M'];

interface Bench {
  readonly database: BenchDatabase;
  readonly place: Place;
  readonly programs: Programs;
  readonly runs: number;
}

async function measure(bench: Bench, table: BenchTable): Promise<BackupResults[]> {
  const { database, place, programs, runs } = bench;
  const size = `${table.rows.toLocaleString('en')} rows, ${(table.bytes / 1e6).toFixed(1)} MB`;
  console.log(`\n${table.table}, ${size}:`);
  const contenders = gatherContenders(place, table, programs);
  const results = await measureRounds(database, contenders, runs);
  const sized = contenders.flatMap(({ name, readSize }) =>
    results.filter((each) => each.name === name).map((each) => ({ ...each, size: readSize() })),
  );
  console.log(`\nMedians (rounds: ${runs}; the Python script: 1):\n`);
  for (const line of describeResults(sized, table)) console.log(line);
  return sized;
}

/** Measures backup-tables and the other programs in turns. False where a promise does not hold. */
export async function compareBackups(
  { rows, runs }: { readonly rows: number; readonly runs: number },
  stack: StopStack,
): Promise<boolean> {
  const { folder, remove } = makeWorkFolder();
  stack.push(remove);
  const database = await openBenchDatabase(process.env.MYSQL_URL, serverOptions);
  stack.push(database.close);
  const programs = await findPrograms();
  for (const line of await describeMachine(database.pool, programs.versions)) console.log(line);
  for (const line of programs.missing) console.log(line);
  console.log(`Filling ${rows.toLocaleString('en')} hires, and a wide table ...`);
  const { hires, wide } = await fillTables(database, folder, rows);
  const opened = await openFunction('backup-tables', database.target, folder, stack);
  const place = { target: database.target, opened, folder };
  const bench = { database, place, programs, runs };
  const ofHires = await measure(bench, hires);
  const ofWide = await measure(bench, wide);
  const verdicts = [...judgeTimes(ofHires), judgeMemory([...ofHires, ...ofWide])];
  console.log(`\n${verdicts.map(({ text }) => text).join('\n')}`);
  return verdicts.every(({ holds }) => holds);
}

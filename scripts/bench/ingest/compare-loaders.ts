import { join } from 'node:path';
import { cutoverHome } from '../../local/cutover-home.ts';
import { ensureMariadb } from '../../local/mysql/ensure-mariadb.ts';
import type { StopStack } from '../../local/stop-stack.ts';
import { writeFaultyHires } from '../../sample-data/write-faulty-hires.ts';
import { addReferences } from '../add-references.ts';
import type { Contender } from '../contender.ts';
import { describeMachine } from '../describe-machine.ts';
import { loadDataCommand, loadHiresSql } from '../load-data.ts';
import { measureRounds } from '../measure-rounds.ts';
import { type BenchDatabase, openBenchDatabase } from '../open-bench-database.ts';
import { openFunction } from '../open-function.ts';
import { describePython, explainMissingPython } from '../python.ts';
import { type Command, runMeasured } from '../run-measured.ts';
import { makeWorkFolder } from '../work-folder.ts';
import {
  ingestDropContender,
  loadDataContender,
  scriptContender,
  type Task,
} from './contenders.ts';
import { describeResults, judgeResults } from './describe-results.ts';
import { readContent } from './hires-table.ts';
import { scriptModules, timeParsers, usualScriptCommand } from './usual-script.ts';

const seed = 2021;

interface Prepared {
  readonly database: BenchDatabase;
  readonly folder: string;
  readonly loadData: Command;
  readonly task: Task;
}

/** Writes the files, starts the server, and learns from LOAD DATA what the good rows are. */
async function prepare(rows: number, stack: StopStack): Promise<Prepared> {
  const { folder, remove } = makeWorkFolder();
  stack.push(remove);
  console.log(`Writing ${rows.toLocaleString('en')} hires, 3 % of them faulty ...`);
  const [csv, cleanTsv] = [join(folder, 'hires.csv'), join(folder, 'clean.tsv')];
  const expected = await writeFaultyHires({ csv, cleanTsv }, { hires: rows, seed });
  const database = await openBenchDatabase(process.env.MYSQL_URL);
  stack.push(database.close);
  const { pool, target } = database;
  await addReferences(pool);
  const programs = await ensureMariadb(cutoverHome(process.env), console.log);
  const loadData = loadDataCommand(programs, target, loadHiresSql(cleanTsv));
  await runMeasured(loadData);
  const task = { pool, csv, expected, good: await readContent(pool) };
  return { database, folder, loadData, task };
}

/** Measures ingest-drop, LOAD DATA and both usual scripts in turns. False where a promise does not hold. */
export async function compareLoaders(
  { rows, runs }: { readonly rows: number; readonly runs: number },
  stack: StopStack,
): Promise<boolean> {
  const { database, folder, loadData, task } = await prepare(rows, stack);
  const contenders: Contender[] = [
    ingestDropContender(await openFunction('ingest-drop', database.target, folder, stack), task),
    loadDataContender(loadData, task),
  ];
  const missing = await explainMissingPython(scriptModules);
  if (missing === undefined) {
    for (const timeParser of timeParsers) {
      const command = usualScriptCommand(database.target, task.csv, timeParser);
      contenders.push(scriptContender(`script, ${timeParser}`, command, task));
    }
  }
  const python = missing === undefined ? [await describePython(scriptModules)] : [];
  for (const line of await describeMachine(task.pool, python)) console.log(line);
  const results = await measureRounds(database, contenders, runs);
  const { read, rejected } = task.expected;
  console.log(
    `\n${read.toLocaleString('en')} records, ${rejected.toLocaleString('en')} of them faulty. Medians (rounds: ${runs}):\n`,
  );
  for (const line of describeResults(results, task.good.rows)) console.log(line);
  if (missing !== undefined) console.log(missing);
  const verdicts = judgeResults(results);
  console.log(`\n${verdicts.map(({ text }) => text).join('\n')}`);
  return verdicts.every(({ holds }) => holds);
}

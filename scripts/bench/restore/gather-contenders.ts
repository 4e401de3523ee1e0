import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cutoverHome } from '../../local/cutover-home.ts';
import { ensureMariadb } from '../../local/mysql/ensure-mariadb.ts';
import { dumpCommand, mydumperCommand } from '../dump-commands.ts';
import type { Programs } from '../find-programs.ts';
import { loadDataCommand } from '../load-data.ts';
import type { TableContender } from '../measure-on-table.ts';
import type { BenchTable } from '../measure-table.ts';
import type { BenchDatabase } from '../open-bench-database.ts';
import type { OpenFunction } from '../open-function.ts';
import { buckets } from '../open-platform.ts';
import { pythonCommand } from '../python.ts';
import { runMeasured } from '../run-measured.ts';
import { functionContender, programContender, type Task } from './contenders.ts';
import { myloaderCommand, readDumpCommand } from './restore-commands.ts';
import { readContent } from './table-content.ts';
import { type BenchSet, takeBenchSet } from './take-bench-set.ts';

const script = join(import.meta.dirname, 'usual-script.py');
const threads = 2;
/** Files of one table, so that each thread has work to the end. */
const parts = 4 * threads;

/** Where they restore from and to. */
export interface Place {
  readonly database: BenchDatabase;
  readonly opened: OpenFunction;
  readonly folder: string;
}

function makeFolder(place: Place, name: string): string {
  const folder = join(place.folder, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function loadDataContender(place: Place, task: Task, set: BenchSet): Promise<TableContender> {
  const path = makeFolder(place, `${task.table.table}-rows`);
  const sql = await set.writeRows(join(path, 'rows.tsv'));
  const programs = await ensureMariadb(cutoverHome(process.env), console.log);
  const command = loadDataCommand(programs, place.database.target, sql);
  return programContender('LOAD DATA', task, { path, command });
}

async function dumpContender(place: Place, task: Task): Promise<TableContender> {
  const { target } = place.database;
  const path = makeFolder(place, `${task.table.table}-dump`);
  await runMeasured(dumpCommand(target, task.table, path, false));
  const command = readDumpCommand(target, join(path, 'dump.sql'));
  return programContender('mariadb < dump', task, { path, command });
}

async function myloaderContender(place: Place, task: Task): Promise<TableContender> {
  const { target } = place.database;
  const path = makeFolder(place, `${task.table.table}-mydumper`);
  const { program, args, environment } = mydumperCommand(target, task.table, path, false);
  const rows = Math.ceil(task.table.rows / parts);
  await runMeasured({ program, args: [...args, `--rows=${rows}`], environment });
  const command = myloaderCommand(target, path, threads);
  return programContender(`myloader, ${threads} threads`, task, { path, command });
}

function scriptContender(place: Place, task: Task, { object }: BenchSet): TableContender {
  const file = join(place.opened.folderOf(buckets.backups), object);
  const command = pythonCommand([script, task.table.table, file], place.database.target);
  return programContender('Python script', task, { path: join(file, '..'), command, isSlow: true });
}

/** The function, LOAD DATA and the programs, each with a backup of the table as it likes it. */
export async function gatherContenders(
  place: Place,
  table: BenchTable,
  { hasDump, hasMydumper, hasScript }: Programs,
): Promise<TableContender[]> {
  const { pool } = place.database;
  const task = { pool, table, content: await readContent(pool, table.table) };
  const set = await takeBenchSet(pool, place.opened, table.table);
  return [
    functionContender(place.opened, set, task),
    await loadDataContender(place, task, set),
    ...(hasMydumper ? [await myloaderContender(place, task)] : []),
    ...(hasDump ? [await dumpContender(place, task)] : []),
    ...(hasScript ? [scriptContender(place, task, set)] : []),
  ];
}

import { mysqlTableCatalogue } from '@cutover/shared/adapters/mysql/table-catalogue.ts';
import { defaultTablesConfig, readTablesConfig } from '@cutover/shared/adapters/tables-config.ts';
import { decodeCell } from '@cutover/shared/domain/csv/decode-cell.ts';
import { createRecordReader } from '@cutover/shared/domain/csv/record-reader.ts';
import { planColumns } from '@cutover/shared/domain/header.ts';
import { type CheckedRecord, compileRecordCheck } from '@cutover/shared/domain/record-check.ts';
import { rulesOf } from '@cutover/shared/domain/table-rules.ts';
import { Storage } from '@google-cloud/storage';
import type { Pool } from 'mysql2/promise';
import type { StopStack } from '../../local/stop-stack.ts';
import { faultyHires } from '../../sample-data/faulty-hires.ts';
import { describeMachine } from '../describe-machine.ts';
import { median } from '../median.ts';
import { openBenchDatabase } from '../open-bench-database.ts';

/** Rows that one core is to check in a second. */
const leastRows = 1_000_000;
const table = 'hired_employees';
const dialect = { delimiter: ',', newline: '\n', skipInitialSpace: false } as const;

type Cells = readonly string[];

/** The records of the benchmark's file as cells, those apart that no reader can cut into cells. */
function readRecords(rows: number): Cells[] {
  const records: Cells[] = [];
  const reader = createRecordReader({ dialect, maxRecordBytes: 65_536, offset: 0, line: 1 });
  const keep = ({ cells, fault }: { cells: Cells; fault: string | null }) => {
    if (fault === null) records.push(cells.map((cell) => decodeCell(cell, 'utf-8').text));
  };
  for (const { csv } of faultyHires({ hires: rows, seed: 2021 })) {
    reader.push(csv.toString('latin1'), keep);
  }
  reader.end(keep);
  return records;
}

/** The check that ingest-drop makes of a file without a header. */
async function compileCheck(pool: Pool): Promise<(cells: Cells) => CheckedRecord> {
  const contract = await mysqlTableCatalogue(pool).describe(table);
  const config = await readTablesConfig(defaultTablesConfig, new Storage());
  const rules = rulesOf(config, contract);
  const { plan } = planColumns([], contract, rules, { header: 'absent' });
  return compileRecordCheck(plan, rules, new Date());
}

function countFaulty(records: readonly Cells[], check: (cells: Cells) => CheckedRecord): number {
  let faulty = 0;
  for (const cells of records) if (check(cells).faults !== null) faulty++;
  return faulty;
}

/** Rows that are checked in a second of CPU time, that of the collector's threads included. */
export async function checkCells(
  { rows, runs }: { readonly rows: number; readonly runs: number },
  stack: StopStack,
): Promise<boolean> {
  const { pool, close } = await openBenchDatabase(process.env.MYSQL_URL);
  stack.push(close);
  for (const line of await describeMachine(pool, [])) console.log(line);
  const check = await compileCheck(pool);
  const records = readRecords(rows);
  const rates: number[] = [];
  let faulty = 0;
  for (let run = 0; run <= runs; run++) {
    const before = process.cpuUsage();
    faulty = countFaulty(records, check);
    const { user, system } = process.cpuUsage(before);
    if (run > 0) rates.push(records.length / ((user + system) / 1e6));
  }
  const rate = median(rates);
  const holds = rate >= leastRows;
  const shown = (value: number) => Math.round(value).toLocaleString('en');
  console.log(
    `Checked ${shown(records.length)} records, ${shown(faulty)} of them faulty in themselves, ${runs} times.`,
  );
  console.log(
    `Cell check: ${shown(rate)} rows a second on one core, promised at least ${shown(leastRows)}: ${holds ? 'holds' : 'DOES NOT HOLD'}`,
  );
  return holds;
}

import type { Pool, RowDataPacket } from 'mysql2/promise';
import { awaitIdle } from '../await-idle.ts';
import type { BenchParts } from './bench-parts.ts';
import type { LoadResults } from './describe-loads.ts';
import { type LoadedProcess, type MeasuredLoad, measureLoad } from './measure-load.ts';
import { batch, batchRows } from './workloads.ts';

/** What is in the table, whatever ids the rows have. */
async function readContent(pool: Pool): Promise<string> {
  const [[row]] = await pool.query<RowDataPacket[]>(
    `SELECT COUNT(*) AS count,
       SUM(CRC32(CONCAT_WS('|', name, datetime, department_id, job_id))) AS sum
     FROM hired_employees`,
  );
  return `${row?.count} rows, checksum ${row?.sum}`;
}

export interface BatchLoad {
  readonly batches: number;
  readonly clients: number;
  readonly runs: number;
}

/** Batches for ingest-rows and for the usual service, in turns, into an empty table each time. Throws where they store other rows. */
export async function measureBatches(
  { database, usual, start }: BenchParts,
  { batches, clients, runs }: BatchLoad,
): Promise<readonly LoadResults[]> {
  const { pool, serverPid } = database;
  const ours = await start(batch.function);
  const contenders: readonly [string, LoadedProcess][] = [
    [batch.function, ours],
    ...(usual === undefined ? [] : [['usual service', usual] as [string, LoadedProcess]]),
  ];
  const rounds = new Map<string, MeasuredLoad[]>();
  const contents = new Set<string>();
  const load = { requests: batches, clients, requestsOf: batch.requestsOf };
  // The first turn lets the code become fast, and does not count.
  for (let round = 0; round <= runs; round++) {
    for (const [name, loaded] of contenders) {
      await pool.query('TRUNCATE TABLE hired_employees');
      if (serverPid !== undefined) await awaitIdle(pool, serverPid);
      const measured = await measureLoad(loaded, load, serverPid);
      contents.add(await readContent(pool));
      if (round > 0) rounds.set(name, [...(rounds.get(name) ?? []), measured]);
    }
  }
  if (contents.size > 1) throw new Error(`Not the same is stored: ${[...contents].join('; ')}.`);
  return contenders.map(([name]) => ({ name, rows: batchRows, rounds: rounds.get(name) ?? [] }));
}

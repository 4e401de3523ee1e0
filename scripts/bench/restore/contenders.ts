import { join } from 'node:path';
import { quoteIdentifier } from '@cutover/shared/adapters/mysql/quote-identifier.ts';
import type { Pool } from 'mysql2/promise';
import * as z from 'zod';
import { folderBytes } from '../folder-bytes.ts';
import type { TableContender } from '../measure-on-table.ts';
import type { BenchTable } from '../measure-table.ts';
import type { OpenFunction } from '../open-function.ts';
import { buckets } from '../open-platform.ts';
import { postToFunction } from '../post-to-function.ts';
import { readUsage } from '../process-usage.ts';
import { type Command, runMeasured } from '../run-measured.ts';
import { ours } from './judge-restores.ts';
import { readContent } from './table-content.ts';
import type { BenchSet } from './take-bench-set.ts';

/** What all of them bring back. */
export interface Task {
  readonly pool: Pool;
  readonly table: BenchTable;
  /** What the table is before and must be after each run. */
  readonly content: string;
}

async function refuseOther(name: string, { pool, table, content }: Task): Promise<undefined> {
  const found = await readContent(pool, table.table);
  if (found !== content) throw new Error(`${name} left\n${found}\ninstead of\n${content}`);
}

const answerSchema = z.object({
  rows: z.number(),
  tables: z.array(z.object({ compared: z.literal('content') })).length(1),
});

/** restore-table from the request to the answer, by when the rows are checked, compared and in place. */
export function functionContender(
  opened: OpenFunction,
  { id, object }: BenchSet,
  task: Task,
): TableContender {
  const { func } = opened;
  const { table, rows } = task.table;
  return {
    name: ours,
    prepare: async () => {
      const pid = await func.pool.use(async (process) => process.pid);
      const before = readUsage(pid);
      return async () => {
        const said = await postToFunction(opened, '/restore-table', { table, set_id: id });
        const answer = answerSchema.parse(said);
        if (answer.rows !== rows) throw new Error(`${ours} restored ${answer.rows} rows.`);
        const { cpuSeconds, peakMib } = readUsage(pid);
        return { cpuSeconds: cpuSeconds - before.cpuSeconds, peakMib };
      };
    },
    verify: () => refuseOther(ours, task),
    readSize: () => folderBytes(join(opened.folderOf(buckets.backups), object, '..')),
  };
}

/** A program that reads the backup at `path`. The table is there before, without rows. */
export function programContender(
  name: string,
  task: Task,
  options: { readonly path: string; readonly command: Command; readonly isSlow?: boolean },
): TableContender {
  const { path, command, isSlow = false } = options;
  return {
    name,
    isSlow,
    prepare: async () => {
      await task.pool.query(`TRUNCATE TABLE ${quoteIdentifier(task.table.table)}`);
      return async () => (await runMeasured(command)).usage;
    },
    verify: () => refuseOther(name, task),
    readSize: () => folderBytes(path),
  };
}

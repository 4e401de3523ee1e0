import { createReadStream } from 'node:fs';
import type { Pool } from 'mysql2/promise';
import { sendEvent } from '../../local/send-event.ts';
import type { ExpectedHires } from '../../sample-data/faulty-hires.ts';
import type { Contender } from '../contender.ts';
import type { OpenFunction } from '../open-function.ts';
import { readUsage } from '../process-usage.ts';
import { type Command, runMeasured } from '../run-measured.ts';
import { checkLoad } from './check-load.ts';
import { dropHires } from './drop-hires.ts';
import { emptyTables, readContent, refuseOther, type TableContent } from './hires-table.ts';

/** What all of them load, and what must be in the table then. */
export interface Task {
  readonly pool: Pool;
  readonly csv: string;
  readonly expected: ExpectedHires;
  readonly good: TableContent;
}

/** ingest-drop from the event's delivery to its answer, by when rows, rejects, checkpoints and result files are there. */
export function ingestDropContender(
  { func, storageUrl }: OpenFunction,
  { pool, csv, expected, good }: Task,
): Contender {
  const name = 'ingest-drop';
  return {
    name,
    prepare: async () => {
      await emptyTables(pool);
      const delivery = await dropHires(storageUrl, createReadStream(csv));
      const pid = await func.pool.use(async (process) => process.pid);
      const before = readUsage(pid);
      return async () => {
        await sendEvent(func, delivery);
        const { cpuSeconds, peakMib } = readUsage(pid);
        return { cpuSeconds: cpuSeconds - before.cpuSeconds, peakMib };
      };
    },
    verify: async () => {
      await checkLoad(pool, expected);
      refuseOther(name, await readContent(pool), good);
      return undefined;
    },
  };
}

/** LOAD DATA LOCAL INFILE of the good rows alone. */
export function loadDataContender(command: Command, { pool, good }: Task): Contender {
  const name = 'LOAD DATA';
  return {
    name,
    prepare: async () => {
      await emptyTables(pool);
      return async () => (await runMeasured(command)).usage;
    },
    verify: async () => {
      refuseOther(name, await readContent(pool), good);
      return undefined;
    },
  };
}

/** A script whose last words are "<n> added, …". A quote that never closes may cost it good records behind. */
export function scriptContender(
  name: string,
  command: Command,
  { pool, expected }: Task,
): Contender {
  let said = '';
  return {
    name,
    prepare: async () => {
      await emptyTables(pool);
      return async () => {
        const { usage, output } = await runMeasured(command);
        said = output.trim();
        return usage;
      };
    },
    verify: async () => {
      const { rows } = await readContent(pool);
      if (!said.startsWith(`${rows} added`)) {
        throw new Error(`${name} says "${said}" and left ${rows} rows.`);
      }
      const lost = expected.clean - rows;
      return lost === 0 ? undefined : `${name} lost ${lost} good records behind open quotes.`;
    },
  };
}

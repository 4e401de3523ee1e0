import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from '@cutover/shared/domain/app-error.ts';
import type { Delivery } from '../../local/event-journal.ts';
import { sendEvent } from '../../local/send-event.ts';
import type { StopStack } from '../../local/stop-stack.ts';
import { type ExpectedHires, faultyHires } from '../../sample-data/faulty-hires.ts';
import { addReferences } from '../add-references.ts';
import { describeMachine } from '../describe-machine.ts';
import { openBenchDatabase } from '../open-bench-database.ts';
import { type OpenFunction, openFunction } from '../open-function.ts';
import { readUsage } from '../process-usage.ts';
import { makeWorkFolder } from '../work-folder.ts';
import { checkLoad } from './check-load.ts';
import { dropHires } from './drop-hires.ts';

const mostMib = 256;
/** About 51 bytes a record make 1 GB. */
const rows = 20_000_000;
const mostDeliveries = 10;

/** The server's memory is not what is measured: with little of it the indexes of so many rows would wait for the disk. */
const serverOptions = ['--innodb-buffer-pool-size=4G', '--innodb-log-file-size=1G'];

/** Uploads the file while it is being made, so that it stands on the disk once. */
async function dropFile(
  storageUrl: string,
): Promise<{ delivery: Delivery; expected: ExpectedHires; bytes: number }> {
  let bytes = 0;
  let expected: ExpectedHires | undefined;
  function* csv() {
    const parts = faultyHires({ hires: rows, seed: 2021 });
    let part = parts.next();
    for (; !part.done; part = parts.next()) {
      bytes += part.value.csv.length;
      yield part.value.csv;
    }
    expected = part.value;
  }
  const delivery = await dropHires(storageUrl, Readable.from(csv()));
  if (expected === undefined) throw new Error('The file was not read to its end.');
  return { delivery, expected, bytes };
}

/** Delivers as the platform does: again, as long as the function hands over at its deadline. */
async function deliver({ func }: OpenFunction, delivery: Delivery): Promise<number> {
  for (let count = 1; ; count++) {
    try {
      await sendEvent(func, delivery);
      return count;
    } catch (error) {
      if (!isTransient(error) || count === mostDeliveries) throw error;
      await sleep(1000);
    }
  }
}

/** Loads a file of 1 GB and looks at the most memory that the function's process has had. */
export async function measureMemory(stack: StopStack): Promise<boolean> {
  const { folder, remove } = makeWorkFolder();
  stack.push(remove);
  const { pool, target, close } = await openBenchDatabase(process.env.MYSQL_URL, serverOptions);
  stack.push(close);
  for (const line of await describeMachine(pool, [])) console.log(line);
  await addReferences(pool);
  const opened = await openFunction('ingest-drop', target, folder, stack);
  console.log(`Dropping ${rows.toLocaleString('en')} hires, 3 % of them faulty ...`);
  const { delivery, expected, bytes } = await dropFile(opened.storageUrl);
  console.log(`Loading ${(bytes / 1e9).toFixed(2)} GB ...`);
  const start = performance.now();
  const deliveries = await deliver(opened, delivery);
  const seconds = (performance.now() - start) / 1000;
  const pid = await opened.func.pool.use(async (process) => process.pid);
  const { peakMib, cpuSeconds } = readUsage(pid);
  await checkLoad(pool, expected);
  const holds = peakMib <= mostMib;
  console.log(
    `Loaded in ${seconds.toFixed(0)} s (${cpuSeconds.toFixed(0)} s of CPU), deliveries: ${deliveries}, rejects: ${expected.rejected.toLocaleString('en')}.`,
  );
  console.log(
    `Peak memory of the function's process: ${peakMib.toFixed(0)} MiB, promised at most ${mostMib}: ${holds ? 'holds' : 'DOES NOT HOLD'}`,
  );
  return holds;
}

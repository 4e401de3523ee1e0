import { createStopStack, type StopStack } from '../local/stop-stack.ts';
import type { Benchmark } from './benchmark.ts';
import { describeMachine } from './describe-machine.ts';
import { openParts } from './http/bench-parts.ts';
import { describeLoads } from './http/describe-loads.ts';
import { judgeBatches, judgeOverhead } from './http/judge-http.ts';
import { measureBatches } from './http/measure-batches.ts';
import { measureOverhead } from './http/measure-overhead.ts';
import { measureWorkloads } from './http/measure-workloads.ts';
import { serviceModules } from './http/start-usual-service.ts';
import { describePython } from './python.ts';
import { readCounts } from './read-counts.ts';

const usage = `npm run bench -- http [options]

Measures what the functions answer over HTTP, by autocannon: batches beside the usual service (FastAPI and
pymysql), a small signed-in request beside a bare function of the framework, one row, a page, a report and
records of tracking.

  --clients N   requests at the same time, where they are not one by one (4)
  --batches N   batches of 1,000 rows a round (60)
  --requests N  other requests a round (2000)
  --runs N      rounds; the medians count (5)

MYSQL_URL names a server to use; without it a private MariaDB is started, and removed after.`;

interface Options {
  readonly clients: number;
  readonly batches: number;
  readonly requests: number;
  readonly runs: number;
}

async function bench(options: Options, stack: StopStack): Promise<boolean> {
  const parts = await openParts(options.clients, stack);
  const versions = parts.usual === undefined ? [] : [await describePython(serviceModules)];
  for (const line of await describeMachine(parts.database.pool, versions)) console.log(line);
  const overhead = await measureOverhead(parts, options);
  console.log(`\nA small request, one at a time:\n\n${describeLoads(overhead)}`);
  const batches = await measureBatches(parts, options);
  console.log(`\nBatches, ${options.clients} at a time:\n\n${describeLoads(batches)}`);
  const others = await measureWorkloads(parts, options);
  console.log(`\nOther requests, ${options.clients} at a time:\n\n${describeLoads(others)}`);
  const verdicts = [judgeOverhead(overhead), ...judgeBatches(batches)];
  console.log(`\n${verdicts.map(({ text }) => text).join('\n')}`);
  return verdicts.every(({ holds }) => holds);
}

export const httpBenchmark: Benchmark = {
  usage,
  run: async (args) => {
    const counts = { clients: 4, batches: 60, requests: 2000, runs: 5 };
    const options = readCounts(args, usage, counts);
    const stack = createStopStack(console.error);
    try {
      return await bench(options, stack);
    } finally {
      await stack.run();
    }
  },
};

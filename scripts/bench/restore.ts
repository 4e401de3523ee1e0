import { createStopStack } from '../local/stop-stack.ts';
import type { Benchmark } from './benchmark.ts';
import { readCounts } from './read-counts.ts';
import { compareRestores } from './restore/compare-restores.ts';
import { measureMemory } from './restore/measure-memory.ts';

const usage = `npm run bench -- restore [options]

Measures restore-table against LOAD DATA, myloader, mariadb-dump's file and the usual script (Python), in one run.

  --rows N   hires in the table; a wide table has a tenth of that (1,000,000)
  --runs N   rounds in which each restores the table in turn; the medians count (3)
  --memory   measures the memory of the function's process with tables of large values

MYSQL_URL names a server to use; without it a private MariaDB is started, and removed after.`;

export const restoreBenchmark: Benchmark = {
  usage,
  run: async (args) => {
    const { memory, ...counts } = readCounts(args, usage, { rows: 1_000_000, runs: 3 }, ['memory']);
    const stack = createStopStack(console.error);
    try {
      return await (memory ? measureMemory(stack) : compareRestores(counts, stack));
    } finally {
      await stack.run();
    }
  },
};

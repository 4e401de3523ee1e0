import { createStopStack } from '../local/stop-stack.ts';
import { compareBackups } from './backup/compare-backups.ts';
import { measureMemory } from './backup/measure-memory.ts';
import type { Benchmark } from './benchmark.ts';
import { readCounts } from './read-counts.ts';

const usage = `npm run bench -- backup [options]

Measures backup-tables against mariadb-dump, mydumper and the usual script (Python), in one run.

  --rows N   hires in the table; a wide table has a tenth of that (1,000,000)
  --runs N   rounds in which each makes its backup in turn; the medians count (3)
  --memory   measures the memory of the function's process with tables of large values

MYSQL_URL names a server to use; without it a private MariaDB is started, and removed after.`;

export const backupBenchmark: Benchmark = {
  usage,
  run: async (args) => {
    const { memory, ...counts } = readCounts(args, usage, { rows: 1_000_000, runs: 3 }, ['memory']);
    const stack = createStopStack(console.error);
    try {
      return await (memory ? measureMemory(stack) : compareBackups(counts, stack));
    } finally {
      await stack.run();
    }
  },
};

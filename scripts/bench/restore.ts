import { createStopStack } from '../local/stop-stack.ts';
import type { Benchmark } from './benchmark.ts';
import { readCounts } from './read-counts.ts';
import { compareRestores } from './restore/compare-restores.ts';

const usage = `npm run bench -- restore [options]

Measures restore-table against LOAD DATA, myloader, mariadb-dump's file and the usual script (Python), in one run.

  --rows N   hires in the table; a wide table has a tenth of that (1,000,000)
  --runs N   rounds in which each restores the table in turn; the medians count (3)

MYSQL_URL names a server to use; without it a private MariaDB is started, and removed after.`;

export const restoreBenchmark: Benchmark = {
  usage,
  run: async (args) => {
    const counts = readCounts(args, usage, { rows: 1_000_000, runs: 3 });
    const stack = createStopStack(console.error);
    try {
      return await compareRestores(counts, stack);
    } finally {
      await stack.run();
    }
  },
};

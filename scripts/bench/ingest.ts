import { createStopStack } from '../local/stop-stack.ts';
import type { Benchmark } from './benchmark.ts';
import { checkCells } from './ingest/check-cells.ts';
import { compareLoaders } from './ingest/compare-loaders.ts';
import { measureMemory } from './ingest/measure-memory.ts';
import { readCounts } from './read-counts.ts';

const usage = `npm run bench -- ingest [options]

Measures ingest-drop against LOAD DATA and the usual script (Python), in one run.

  --rows N   records of the file, 3 % of them faulty (1,000,000)
  --runs N   rounds in which each loads the file in turn; the medians count (5)
  --check    measures the check of cells alone
  --memory   measures the memory of the function's process while it loads a file of 1 GB

MYSQL_URL names a server to use; without it a private MariaDB is started, and removed after.`;

export const ingestBenchmark: Benchmark = {
  usage,
  run: async (args) => {
    const { rows, runs, check, memory } = readCounts(args, usage, { rows: 1_000_000, runs: 5 }, [
      'check',
      'memory',
    ]);
    const stack = createStopStack(console.error);
    try {
      if (check) return await checkCells({ rows, runs }, stack);
      if (memory) return await measureMemory(stack);
      return await compareLoaders({ rows, runs }, stack);
    } finally {
      await stack.run();
    }
  },
};

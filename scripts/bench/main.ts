import type { Benchmark } from './benchmark.ts';
import { ingestBenchmark } from './ingest.ts';
import { reportBenchmark } from './report.ts';

const usage = `npm run bench -- ingest|report [options]

  ingest   ingest-drop against LOAD DATA and the usual script
  report   the hiring reports against the usual query

npm run bench -- ingest --help names the options of the one, report --help those of the other.`;

function findBenchmark(name: string | undefined): Benchmark | undefined {
  if (name === 'ingest') return ingestBenchmark;
  return name === 'report' ? reportBenchmark : undefined;
}

async function main([name, ...args]: readonly string[]): Promise<boolean> {
  const benchmark = findBenchmark(name);
  const isQuestion = name === '--help' || args.includes('--help');
  if (isQuestion) console.log(benchmark?.usage ?? usage);
  else if (benchmark === undefined) throw new Error(usage);
  else return benchmark.run(args);
  return true;
}

// What a benchmark has started and written goes with this process's end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(130));
}
try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

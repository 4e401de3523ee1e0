import { backupBenchmark } from './backup.ts';
import type { Benchmark } from './benchmark.ts';
import { httpBenchmark } from './http.ts';
import { ingestBenchmark } from './ingest.ts';
import { reportBenchmark } from './report.ts';
import { restoreBenchmark } from './restore.ts';
import { trackBenchmark } from './track.ts';

const usage = `npm run bench -- backup|http|ingest|report|restore|track [options]

  backup   backup-tables against mariadb-dump, mydumper and the usual script
  http     all that answers over HTTP, beside the usual service and a bare function
  ingest   ingest-drop against LOAD DATA and the usual script
  report   the hiring reports against the usual query
  restore  restore-table against LOAD DATA, myloader, mariadb-dump's file and the usual script
  track    track-migration through the gateway, beside a bare function

npm run bench -- ingest --help names the options of the one, and so for each.`;

const benchmarks: Readonly<Record<string, Benchmark>> = {
  backup: backupBenchmark,
  http: httpBenchmark,
  ingest: ingestBenchmark,
  report: reportBenchmark,
  restore: restoreBenchmark,
  track: trackBenchmark,
};

async function main([name, ...args]: readonly string[]): Promise<boolean> {
  const benchmark = Object.hasOwn(benchmarks, name ?? '') ? benchmarks[name ?? ''] : undefined;
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
  process.exit((await main(process.argv.slice(2))) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

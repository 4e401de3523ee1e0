import { alignColumns } from '../align-columns.ts';
import {
  describeMedians,
  formatNumber,
  judgeRatios,
  medianOf,
  peakOf,
  type RatioPromise,
  ratioOf,
  resultsHeader,
  type Verdict,
} from '../compare-results.ts';
import type { Results } from '../measure-rounds.ts';
import type { BenchTable } from './measure-table.ts';

/** The results of a contender, and the bytes that it leaves on the disk. */
export interface BackupResults extends Results {
  readonly size: number;
}

const ours = 'backup-tables';
const mostMib = 256;

/** What a backup of the hires is held to. */
const promises: readonly RatioPromise[] = [
  { of: ours, over: 'mydumper --compress', limit: { most: 0.8 } },
  { of: ours, over: 'mariadb-dump | gzip', limit: { most: 0.6 } },
  { of: 'Python script', over: ours, limit: { least: 8 } },
];

const header = [...resultsHeader, 'MB/s', 'MB on disk', `to ${ours}`];

/** The table of medians; MB are those of the rows as the server sends them. */
export function describeResults(all: readonly BackupResults[], table: BenchTable): string[] {
  const reference = all.find(({ name }) => name === ours);
  if (reference === undefined) return [];
  const describe = (results: BackupResults) => [
    ...describeMedians(results, table.rows),
    formatNumber(table.bytes / 1e6 / medianOf(results, ({ wallSeconds }) => wallSeconds), 1),
    formatNumber(results.size / 1e6, 1),
    `${formatNumber(ratioOf(results, reference), 2)} x`,
  ];
  return alignColumns([header, ...all.map(describe)]);
}

export const judgeTimes = (all: readonly Results[]): Verdict[] => judgeRatios(all, promises);

/** The function's peak memory, whichever table it has backed up. */
export function judgeMemory(all: readonly Results[]): Verdict {
  const peak = Math.max(...all.filter(({ name }) => name === ours).map(peakOf));
  const holds = peak <= mostMib;
  const verdict = holds ? 'holds' : 'DOES NOT HOLD';
  const text = `${ours}, peak memory: ${formatNumber(peak, 0)} MiB, promised at most ${mostMib}: ${verdict}`;
  return { text, holds };
}

import { alignColumns } from '../align-columns.ts';
import {
  describeMedians,
  formatNumber,
  judgeRatios,
  type RatioPromise,
  ratioOf,
  resultsHeader,
  type Verdict,
} from '../compare-results.ts';
import type { Results } from '../measure-rounds.ts';

/** What ingest is held to. */
const promises: readonly RatioPromise[] = [
  { of: 'ingest-drop', over: 'LOAD DATA', limit: { most: 1.0 } },
  { of: 'script, fromisoformat', over: 'ingest-drop', limit: { least: 3.0 } },
  { of: 'script, strptime', over: 'ingest-drop', limit: { least: 3.0 } },
];

/** The table of medians; `rows` is how many good rows the file has. */
export function describeResults(all: readonly Results[], rows: number): string[] {
  const reference = all.find(({ name }) => name === 'LOAD DATA');
  if (reference === undefined) return [];
  const describe = (results: Results) => [
    ...describeMedians(results, rows),
    `${formatNumber(ratioOf(results, reference), 2)} x`,
  ];
  const remarks = all.flatMap(({ remark }) => remark ?? []);
  return [...alignColumns([[...resultsHeader, 'to LOAD DATA'], ...all.map(describe)]), ...remarks];
}

export const judgeResults = (all: readonly Results[]): Verdict[] => judgeRatios(all, promises);

import type { Results, Run } from './measure-rounds.ts';
import { median } from './median.ts';

/** What times are held to: that of one contender over that of another. */
export interface RatioPromise {
  readonly of: string;
  readonly over: string;
  readonly limit: { readonly most: number } | { readonly least: number };
}

/** A sentence on a promise, and whether it holds. */
export interface Verdict {
  readonly text: string;
  readonly holds: boolean;
}

export const formatNumber = (value: number, digits: number) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const medianOf = ({ runs }: Results, value: (run: Run) => number) => median(runs.map(value));

export const peakOf = ({ runs }: Results) => Math.max(...runs.map(({ peakMib }) => peakMib));

/** The median of the rounds' ratios: what slows a whole round down cancels out. */
export function ratioOf(left: Results, right: Results): number {
  const ratios = left.runs.flatMap((run, round) => {
    const other = right.runs[round];
    return other === undefined ? [] : [run.wallSeconds / other.wallSeconds];
  });
  return median(ratios);
}

export const resultsHeader = [
  '',
  'seconds',
  'least-most',
  'rows/s',
  'own CPU s',
  'server CPU s',
  'peak MiB',
];

/** The medians of a contender that has `rows` rows to do, as cells under `resultsHeader`. */
export function describeMedians(results: Results, rows: number): string[] {
  const seconds = medianOf(results, ({ wallSeconds }) => wallSeconds);
  const times = results.runs.map(({ wallSeconds }) => wallSeconds);
  const own = medianOf(results, ({ cpuSeconds }) => cpuSeconds);
  const server = medianOf(results, ({ serverCpuSeconds }) => serverCpuSeconds ?? Number.NaN);
  return [
    results.name,
    formatNumber(seconds, 2),
    `${formatNumber(Math.min(...times), 2)}-${formatNumber(Math.max(...times), 2)}`,
    formatNumber(rows / seconds, 0),
    formatNumber(own, 2),
    Number.isNaN(server) ? '?' : formatNumber(server, 2),
    formatNumber(peakOf(results), 0),
  ];
}

/** A verdict for each promise whose contenders both took part. */
export function judgeRatios(all: readonly Results[], promises: readonly RatioPromise[]): Verdict[] {
  return promises.flatMap(({ of, over, limit }) => {
    const [left, right] = [of, over].map((name) => all.find((each) => each.name === name));
    if (left === undefined || right === undefined) return [];
    const ratio = ratioOf(left, right);
    const holds = 'most' in limit ? ratio <= limit.most : ratio >= limit.least;
    const wanted = 'most' in limit ? `at most ${limit.most}` : `at least ${limit.least}`;
    const verdict = holds ? 'holds' : 'DOES NOT HOLD';
    const text = `${of} / ${over}: ${formatNumber(ratio, 2)}, promised ${wanted}: ${verdict}`;
    return [{ text, holds }];
  });
}

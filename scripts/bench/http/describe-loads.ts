import { alignColumns } from '../align-columns.ts';
import { formatNumber } from '../compare-results.ts';
import { median } from '../median.ts';
import { quantile } from '../track/describe-latencies.ts';
import type { MeasuredLoad } from './measure-load.ts';

/** All rounds of one load. */
export interface LoadResults {
  readonly name: string;
  readonly rows?: number;
  readonly rounds: readonly MeasuredLoad[];
}

export const requestsPerSecond = ({ latencies, seconds }: MeasuredLoad) =>
  latencies.length / seconds;

export const p50 = ({ latencies }: MeasuredLoad) => quantile(latencies, 0.5);

const header = [
  '',
  'requests/s',
  'rows/s',
  'p50 ms',
  'p99 ms',
  'own CPU ms',
  'server CPU ms',
  'peak MiB',
];

function describeLoad({ name, rows, rounds }: LoadResults): string[] {
  const of = (value: (round: MeasuredLoad) => number) => median(rounds.map(value));
  const rate = of(requestsPerSecond);
  const perRequest = (seconds: number, { latencies }: MeasuredLoad) =>
    (seconds * 1000) / latencies.length;
  const server = of((round) => perRequest(round.serverCpuSeconds ?? Number.NaN, round));
  return [
    name,
    formatNumber(rate, rate < 100 ? 1 : 0),
    rows === undefined ? '' : formatNumber(rate * rows, 0),
    formatNumber(of(p50), 2),
    formatNumber(
      of(({ latencies }) => quantile(latencies, 0.99)),
      2,
    ),
    formatNumber(
      of((round) => perRequest(round.cpuSeconds, round)),
      2,
    ),
    Number.isNaN(server) ? '' : formatNumber(server, 2),
    formatNumber(Math.max(...rounds.map(({ peakMib }) => peakMib)), 0),
  ];
}

/** A table of the rounds' medians; CPU time is that of one request. */
export const describeLoads = (all: readonly LoadResults[]): string =>
  alignColumns([header, ...all.map(describeLoad)]).join('\n');

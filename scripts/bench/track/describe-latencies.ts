import { alignColumns } from '../align-columns.ts';
import type { Measured } from './run-clients.ts';

/** The least number that this share of the numbers does not exceed. */
export function quantile(numbers: readonly number[], share: number): number {
  const index = Math.ceil(numbers.length * share) - 1;
  return numbers.toSorted((a, b) => a - b)[Math.max(0, index)] ?? Number.NaN;
}

const cells = (numbers: readonly number[]) => [
  numbers.length.toLocaleString('en'),
  ...[0.5, 0.99, 1].map((share) => quantile(numbers, share).toFixed(1)),
];

export const listAll = ({ latencies }: Measured): number[] => [...latencies.values()].flat();

/** A table of milliseconds by method, and of all together. */
export function describeLatencies(measured: Measured): string {
  const methods = [...measured.latencies].map(([method, numbers]) => [method, ...cells(numbers)]);
  const all = ['all', ...cells(listAll(measured))];
  const rows = methods.length > 1 ? [...methods, all] : methods;
  return [
    ...alignColumns([['', 'requests', 'p50 ms', 'p99 ms', 'most ms'], ...rows]),
    `${measured.requestsPerSecond.toFixed(0)} requests a second`,
  ].join('\n');
}

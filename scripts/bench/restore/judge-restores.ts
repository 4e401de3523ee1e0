import { judgeRatios, peakOf, type RatioPromise, type Verdict } from '../compare-results.ts';
import { judgeMemory } from '../judge-memory.ts';
import type { Results } from '../measure-rounds.ts';

export const ours = 'restore-table';

/** What a restore of the hires is held to. */
const promises: readonly RatioPromise[] = [
  { of: ours, over: 'LOAD DATA', limit: { most: 1.0 } },
  { of: ours, over: 'myloader, 2 threads', limit: { most: 1.0 } },
];

/** Verdicts on the times of the hires, and on the function's memory, whichever table it has restored. */
export function judgeRestores(hires: readonly Results[], wide: readonly Results[]): Verdict[] {
  const own = [...hires, ...wide].filter(({ name }) => name === ours);
  return [...judgeRatios(hires, promises), judgeMemory(ours, Math.max(...own.map(peakOf)))];
}

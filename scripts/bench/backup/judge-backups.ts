import { judgeRatios, peakOf, type RatioPromise, type Verdict } from '../compare-results.ts';
import { judgeMemory } from '../judge-memory.ts';
import type { Results } from '../measure-rounds.ts';

export const ours = 'backup-tables';

/** What a backup of the hires is held to. */
const promises: readonly RatioPromise[] = [
  { of: ours, over: 'mydumper --compress', limit: { most: 0.8 } },
  { of: ours, over: 'mariadb-dump | gzip', limit: { most: 0.6 } },
  { of: 'Python script', over: ours, limit: { least: 8 } },
];

/** Verdicts on the times of the hires, and on the function's memory, whichever table it has backed up. */
export function judgeBackups(hires: readonly Results[], wide: readonly Results[]): Verdict[] {
  const own = [...hires, ...wide].filter(({ name }) => name === ours);
  return [...judgeRatios(hires, promises), judgeMemory(ours, Math.max(...own.map(peakOf)))];
}

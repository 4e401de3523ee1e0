import { formatNumber, type Verdict } from './compare-results.ts';

/** What a function's process may have at most. */
const mostMib = 256;

/** A verdict on the most memory that a function's process has had. */
export function judgeMemory(name: string, peakMib: number): Verdict {
  const holds = peakMib <= mostMib;
  const verdict = holds ? 'holds' : 'DOES NOT HOLD';
  const text = `${name}, peak memory: ${formatNumber(peakMib, 0)} MiB, promised at most ${mostMib}: ${verdict}`;
  return { text, holds };
}

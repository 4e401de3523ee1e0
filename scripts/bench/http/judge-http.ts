import { formatNumber, type Verdict } from '../compare-results.ts';
import { median } from '../median.ts';
import { type LoadResults, p50, requestsPerSecond } from './describe-loads.ts';
import type { MeasuredLoad } from './measure-load.ts';

const promised = { batchRate: 2.5, overhead: 1.5 };

/** The median of the rounds' ratios: what slows a whole round down cancels out. */
function ratioOf(left: LoadResults, right: LoadResults, value: (round: MeasuredLoad) => number) {
  const ratios = left.rounds.flatMap((round, at) => {
    const other = right.rounds[at];
    return other === undefined ? [] : [value(round) / value(other)];
  });
  return median(ratios);
}

const say = (what: string, ratio: number, limit: string, holds: boolean): Verdict => ({
  text: `${what}: ${formatNumber(ratio, 2)}, promised ${limit}: ${holds ? 'HOLDS' : 'DOES NOT HOLD'}`,
  holds,
});

export function judgeOverhead([bare, signedIn]: readonly [LoadResults, LoadResults]): Verdict {
  const ratio = ratioOf(signedIn, bare, p50);
  const what = `p50 of ${signedIn.name} / ${bare.name}`;
  return say(what, ratio, `at most ${promised.overhead}`, ratio <= promised.overhead);
}

/** Nothing where the usual service did not take part. */
export function judgeBatches([ours, usual]: readonly LoadResults[]): Verdict[] {
  if (ours === undefined || usual === undefined) return [];
  const ratio = ratioOf(ours, usual, requestsPerSecond);
  const what = `rows a second of ${ours.name} / ${usual.name}`;
  return [say(what, ratio, `at least ${promised.batchRate}`, ratio >= promised.batchRate)];
}

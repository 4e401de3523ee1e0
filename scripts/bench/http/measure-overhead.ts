import type { BenchParts } from './bench-parts.ts';
import type { LoadResults } from './describe-loads.ts';
import { type MeasuredLoad, measureLoad } from './measure-load.ts';
import type { LoadRequest } from './send-load.ts';

function* askRoot(): Generator<LoadRequest, never> {
  for (;;) yield { method: 'GET', path: '/' };
}

/** One request at a time, in turns: a bare function of the framework, and the same answer by the suite's runtime. */
export async function measureOverhead(
  { bare, signedIn }: BenchParts,
  { requests, runs }: { readonly requests: number; readonly runs: number },
): Promise<readonly [LoadResults, LoadResults]> {
  const load = { requests, clients: 1, requestsOf: askRoot };
  const rounds: { bare: MeasuredLoad; signedIn: MeasuredLoad }[] = [];
  // The first turn lets the code become fast, and does not count.
  for (let round = 0; round <= runs; round++) {
    const both = {
      bare: await measureLoad(bare, load),
      signedIn: await measureLoad(signedIn, load),
    };
    if (round > 0) rounds.push(both);
  }
  return [
    { name: 'bare function', rounds: rounds.map((round) => round.bare) },
    { name: 'the same, signed in', rounds: rounds.map((round) => round.signedIn) },
  ];
}

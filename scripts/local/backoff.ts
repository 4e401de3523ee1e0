const firstWaitMs = 500;
const longestWaitMs = 60_000;

/** How long to wait after the given number of failed attempts: doubled each time, spread by `random` (0 to 1). */
export function backoffMs(failedAttempts: number, random: number): number {
  const wait = Math.min(firstWaitMs * 2 ** (failedAttempts - 1), longestWaitMs);
  return Math.round(wait * (0.75 + 0.5 * random));
}

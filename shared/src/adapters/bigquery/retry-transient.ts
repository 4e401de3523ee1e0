import { setTimeout as wait } from 'node:timers/promises';
import { isTransientBigqueryError } from './translate-bigquery-error.ts';

/** How long a statement is tried. */
export interface Patience {
  /** The first wait is at most so long, each further one at most twice the one before. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** No wait begins that would end later than this after the first try. */
  readonly totalMs: number;
}

export const defaultPatience: Patience = { firstWaitMs: 100, longestWaitMs: 4000, totalMs: 20_000 };

/**
 * Tries again what BigQuery calls transient, after waits of random length so that those who were
 * turned away together do not come back together. The last error is thrown as it is.
 */
export async function retryTransient<T>(
  work: () => Promise<T>,
  patience: Patience = defaultPatience,
): Promise<T> {
  const endsAt = performance.now() + patience.totalMs;
  for (
    let longest = patience.firstWaitMs;
    ;
    longest = Math.min(longest * 2, patience.longestWaitMs)
  ) {
    try {
      return await work();
    } catch (error) {
      const waitMs = longest * (0.5 + Math.random() / 2);
      if (!isTransientBigqueryError(error) || performance.now() + waitMs > endsAt) throw error;
      await wait(waitMs);
    }
  }
}

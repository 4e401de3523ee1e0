import type { Outcome } from '../ingest/entry.ts';
import { type Counts, noCounts } from '../ingest/load.ts';

/** What became of rows, in numbers. */
export function countAll(outcomes: readonly Outcome[]): Counts {
  const counts = { inserted: 0, updated: 0, unchanged: 0, rejected: 0 };
  for (const outcome of outcomes) counts[typeof outcome === 'string' ? outcome : 'rejected']++;
  return { ...noCounts, ...counts, read: outcomes.length };
}

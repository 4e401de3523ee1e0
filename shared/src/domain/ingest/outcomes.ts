import type { Chunk } from './entry.ts';
import type { Counts } from './load.ts';
import type { NewReject } from './ports.ts';
import type { ResolvedChunk } from './resolve-chunk.ts';

/** What became of a chunk's records, in numbers. */
export function countOutcomes(
  { blank }: Pick<Chunk, 'blank'>,
  { packed, outcomes }: ResolvedChunk,
): Counts {
  const counts = { inserted: packed, updated: 0, unchanged: 0, rejected: 0 };
  for (const outcome of outcomes) counts[typeof outcome === 'string' ? outcome : 'rejected']++;
  return { ...counts, read: packed + outcomes.length + blank, blank, withheld: 0 };
}

/** The same counts when the good records were not written after all. */
export function withhold(counts: Counts): Counts {
  const { inserted, updated, unchanged } = counts;
  return {
    ...counts,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    withheld: inserted + updated + unchanged,
  };
}

type Resolved = Pick<ResolvedChunk, 'entries' | 'outcomes'>;

/** The refused entries as rejects. */
export function toRejects({ entries, outcomes }: Resolved): NewReject[] {
  return entries.flatMap(({ line, cells, repairs }, at): NewReject[] => {
    const outcome = outcomes[at] ?? [];
    return typeof outcome === 'string'
      ? []
      : [{ line, cells, faults: outcome, supersedes: repairs }];
  });
}

/** The rejects that were repaired: their records stand in the table now. */
export function repairedRejects({ entries, outcomes }: Resolved): string[] {
  return entries.flatMap(({ repairs }, at) =>
    repairs !== null && typeof outcomes[at] === 'string' ? [repairs] : [],
  );
}

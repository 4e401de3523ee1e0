import type { Chunk, Entry, Outcome } from './entry.ts';
import type { EntryRules } from './entry-rules.ts';
import { allEntries } from './merge-entries.ts';
import { type ChunkPlan, planChunk } from './plan-chunk.ts';
import type { RowStore } from './ports.ts';
import { resolveEntries, writePlanned } from './resolve-entries.ts';

/** What became of a chunk's records. */
export interface ResolvedChunk {
  /** Records that were inserted as packed rows. */
  readonly packed: number;
  /** The other records, in the order of the file, and what became of each. */
  readonly entries: readonly Entry[];
  readonly outcomes: readonly Outcome[];
  /** False where the database refused what was planned: who built on the plan has to plan anew. */
  readonly isAsPlanned: boolean;
}

type Records = Pick<Chunk, 'packed' | 'entries'>;

/**
 * Writes what is planned; the database has the last word. Where it refuses packed rows, all records
 * of the chunk are decided and written as entries.
 */
export async function writeChunk(
  rows: RowStore,
  chunk: Records,
  rules: EntryRules,
  { excluded, entries, plan }: ChunkPlan,
): Promise<ResolvedChunk> {
  const packed = chunk.packed.count - excluded.length;
  if (packed > 0 && !(await rows.insertPacked(chunk.packed, excluded))) {
    const all = allEntries(chunk);
    const outcomes = await resolveEntries(rows, all, rules);
    return { packed: 0, entries: all, outcomes, isAsPlanned: false };
  }
  const resolved = await writePlanned(rows, entries, rules, plan);
  return { packed, entries, ...resolved };
}

/** Plans and writes a chunk. */
export async function resolveChunk(
  rows: RowStore,
  chunk: Records,
  rules: EntryRules,
): Promise<ResolvedChunk> {
  return writeChunk(rows, chunk, rules, await planChunk(rows, chunk, rules));
}

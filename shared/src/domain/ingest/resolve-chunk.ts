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

/** Writes the planned packed rows. False: the database refused them, and none is written. */
export async function writePacked(
  rows: RowStore,
  { packed }: Records,
  { excluded }: ChunkPlan,
): Promise<boolean> {
  return packed.count === excluded.length || rows.insertPacked(packed, excluded);
}

/**
 * Writes the planned entries behind the packed rows; the database has the last word. Where it
 * refused the packed rows, all records of the chunk are decided and written as entries.
 */
export async function writeEntries(
  rows: RowStore,
  chunk: Records,
  rules: EntryRules,
  { plan, isPackedIn }: { plan: ChunkPlan; isPackedIn: boolean },
): Promise<ResolvedChunk> {
  if (!isPackedIn) {
    const entries = allEntries(chunk);
    const outcomes = await resolveEntries(rows, entries, rules);
    return { packed: 0, entries, outcomes, isAsPlanned: false };
  }
  const { excluded, entries } = plan;
  const resolved = await writePlanned(rows, entries, rules, plan.plan);
  return { packed: chunk.packed.count - excluded.length, entries, ...resolved };
}

/** Plans and writes a chunk. */
export async function resolveChunk(
  rows: RowStore,
  chunk: Records,
  rules: EntryRules,
): Promise<ResolvedChunk> {
  const plan = await planChunk(rows, chunk, rules);
  const isPackedIn = await writePacked(rows, chunk, plan);
  return writeEntries(rows, chunk, rules, { plan, isPackedIn });
}

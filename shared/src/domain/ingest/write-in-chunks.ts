import type { Drop } from './drop.ts';
import type { Chunk } from './entry.ts';
import { addCounts, type Counts } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import { openChunks, type PlannedLoad } from './open-chunks.ts';
import { countOutcomes, repairedRejects, toRejects, withhold } from './outcomes.ts';
import type { HeldLoad, LoadTransaction } from './ports.ts';
import { exceededLimit } from './reject-limits.ts';
import { resolveEntries } from './resolve-entries.ts';
import type { TablePlan } from './table-plan.ts';

interface Written {
  readonly counts: Counts;
  readonly isStopped: boolean;
}

/** Writes a chunk's rows, its rejects and the checkpoint behind it, all in one transaction. */
async function writeChunk(
  transaction: LoadTransaction,
  chunk: Chunk,
  { plan, counts: before }: Pick<PlannedLoad, 'plan' | 'counts'>,
  { rules }: TablePlan,
): Promise<Written> {
  const rows = await transaction.rows(rules.contract, rules.targets);
  const outcomes = await resolveEntries(rows, chunk.entries, rules);
  const counted = countOutcomes(chunk, outcomes);
  const exceeded = exceededLimit(plan, addCounts(before, counted), chunk.isLast);
  if (exceeded !== null) await rows.undo();
  const counts = exceeded === null ? counted : withhold(counted);

  await transaction.keepRejects(plan.table, toRejects(chunk.entries, outcomes), 'open');
  if (exceeded === null) {
    await transaction.fixRejects(plan.table, repairedRejects(chunk.entries, outcomes));
  }
  await transaction.advance({
    checkpoint: { offset: chunk.offset, line: chunk.line },
    counts,
    ...(chunk.isLast || exceeded !== null ? { state: 'loaded' } : {}),
    ...(exceeded === null ? {} : { error: explainStop(exceeded, before, chunk) }),
  });
  await transaction.commit();
  return { counts, isStopped: exceeded !== null };
}

function explainStop(exceeded: string, before: Counts, { line }: Chunk) {
  const stay = before.inserted + before.updated;
  const message = `The load stopped before line ${line}: ${exceeded} What was written before stays (${stay} rows); the last chunk was not written.`;
  return { code: 'too-many-rejects', message };
}

/**
 * Mode partial: the drop's records go in chunk by chunk from the checkpoint on, and each chunk
 * moves it. Stops with `busy` at a checkpoint when the time of this call is nearly over.
 */
export async function writeInChunks(
  ports: LoadPorts,
  drop: Drop,
  held: HeldLoad,
  load: PlannedLoad,
): Promise<void> {
  const { table, chunks } = await openChunks(ports, drop, load);
  let { counts } = load;
  for await (const chunk of chunks) {
    const written = await held.transaction((transaction) =>
      writeChunk(transaction, chunk, { plan: load.plan, counts }, table),
    );
    if (written.isStopped || chunk.isLast) return;
    counts = addCounts(counts, written.counts);
    ports.checkDeadline();
  }
}

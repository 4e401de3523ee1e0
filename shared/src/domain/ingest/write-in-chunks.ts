import type { Drop } from './drop.ts';
import type { Chunk, Outcome } from './entry.ts';
import { addCounts, type Counts, type LoadPlan } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import { openChunks, type PlannedLoad } from './open-chunks.ts';
import { countOutcomes, repairedRejects, toRejects, withhold } from './outcomes.ts';
import { type PendingRows, planEntries } from './plan-entries.ts';
import type { HeldLoad, LoadTransaction } from './ports.ts';
import { exceededLimit } from './reject-limits.ts';
import { resolveEntries, writePlanned } from './resolve-entries.ts';
import type { TablePlan } from './table-plan.ts';

/** How far the writing of a chunk has come. The chunk behind it overlaps, and looks at this. */
interface Turn {
  /** Settles with the rows that the chunk is about to write, which no other connection sees yet. */
  readonly planned: Promise<PendingRows>;
  readonly committed: Promise<Committed>;
}

interface Committed {
  /** Of the load up to here. */
  readonly counts: Counts;
  /** A limit of rejects is reached: nothing behind this chunk is written. */
  readonly isStopped: boolean;
  /** False where the table refused what `planned` had told. */
  readonly isAsPlanned: boolean;
}

function firstTurn(counts: Counts): Turn {
  return {
    planned: Promise.resolve(() => undefined),
    committed: Promise.resolve({ counts, isStopped: false, isAsPlanned: true }),
  };
}

interface ChunkWriter {
  readonly held: HeldLoad;
  readonly plan: LoadPlan;
  readonly table: TablePlan;
}

/** Books a chunk: its rejects, its counts and the checkpoint behind it, in the transaction of its rows. */
async function bookChunk(
  transaction: LoadTransaction,
  { plan }: ChunkWriter,
  { chunk, outcomes, before }: { chunk: Chunk; outcomes: readonly Outcome[]; before: Counts },
): Promise<{ counts: Counts; isStopped: boolean }> {
  const counted = countOutcomes(chunk, outcomes);
  const exceeded = exceededLimit(plan, addCounts(before, counted), chunk.isLast);
  const isStopped = exceeded !== null;
  if (isStopped) await transaction.undoRows();
  const counts = isStopped ? withhold(counted) : counted;
  const repaired = isStopped ? [] : repairedRejects(chunk.entries, outcomes);

  await transaction.keepRejects(plan.table, toRejects(chunk.entries, outcomes), 'open');
  await transaction.fixRejects(plan.table, repaired);
  await transaction.advance({
    checkpoint: { offset: chunk.offset, line: chunk.line },
    counts,
    ...(chunk.isLast || isStopped ? { state: 'loaded' } : {}),
    ...(isStopped ? { error: explainStop(exceeded, before, chunk) } : {}),
  });
  await transaction.commit();
  return { counts: addCounts(before, counts), isStopped };
}

function explainStop(exceeded: string, before: Counts, { line }: Chunk) {
  const stay = before.inserted + before.updated;
  const message = `The load stopped before line ${line}: ${exceeded} What was written before stays (${stay} rows); the last chunk was not written.`;
  return { code: 'too-many-rejects', message };
}

/**
 * Writes a chunk's rows, its rejects and the checkpoint behind it, all in one transaction. It
 * overlaps with the chunk before, so that the database is never idle, and commits after it.
 */
function startChunk(writer: ChunkWriter, chunk: Chunk, before: Turn): Turn {
  const { rules } = writer.table;
  const planned = Promise.withResolvers<PendingRows>();

  let attempts = 0;

  const committed = writer.held.transaction(async (transaction): Promise<Committed> => {
    attempts++;
    const rows = await transaction.rows(rules.contract, rules.targets);
    const plan = await planEntries(rows, chunk.entries, rules, await before.planned);
    planned.resolve(plan.pending);
    let { outcomes, isAsPlanned } = await writePlanned(rows, chunk.entries, rules, plan);
    const earlier = await before.committed;
    if (earlier.isStopped) return earlier;
    if (!earlier.isAsPlanned) {
      await transaction.undoRows();
      outcomes = await resolveEntries(rows, chunk.entries, rules);
    }
    isAsPlanned &&= earlier.isAsPlanned && attempts === 1;
    const booked = await bookChunk(transaction, writer, {
      chunk,
      outcomes,
      before: earlier.counts,
    });
    return { ...booked, isAsPlanned };
  });
  // Whoever waits for the plan of a chunk that failed learns it from `committed`.
  committed
    .catch(() => {})
    .finally(() => {
      planned.resolve(() => undefined);
    });
  return { planned: planned.promise, committed };
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
  const writer = { held, plan: load.plan, table };
  let last = firstTurn(load.counts);
  let inFlight: readonly Turn[] = [];
  try {
    for await (const chunk of chunks) {
      const turn = startChunk(writer, chunk, last);
      inFlight = [last, turn];
      const { isStopped } = await last.committed;
      if (isStopped) return;
      last = turn;
      if (!chunk.isLast) ports.checkDeadline();
    }
    await last.committed;
  } finally {
    await Promise.allSettled(inFlight.map(({ committed }) => committed));
  }
}

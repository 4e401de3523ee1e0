import { AppError } from '../app-error.ts';
import type { Chunk } from './entry.ts';
import { addCounts, type Counts, type LoadPlan } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import type { LoadSource } from './load-source.ts';
import { openChunks, type PlannedLoad } from './open-chunks.ts';
import { countOutcomes, repairedRejects, toRejects, withhold } from './outcomes.ts';
import { noPendingRows, type PendingRows, planChunk } from './plan-chunk.ts';
import type { HeldLoad, LoadTransaction } from './ports.ts';
import { exceededLimit } from './reject-limits.ts';
import { type ResolvedChunk, resolveChunk, writeEntries, writePacked } from './resolve-chunk.ts';
import type { TablePlan } from './table-plan.ts';

/** How far the writing of a chunk has come. The chunk behind it overlaps, and looks at this. */
interface Turn {
  /** Settles with the rows that the chunk is about to write, which no other connection sees yet. */
  readonly planned: Promise<PendingRows>;
  /** Settles when the chunk has written its rows for good: from here on it waits for nobody's rows. */
  readonly written: Promise<void>;
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
    planned: Promise.resolve(noPendingRows),
    written: Promise.resolve(),
    committed: Promise.resolve({ counts, isStopped: false, isAsPlanned: true }),
  };
}

interface ChunkWriter {
  readonly held: HeldLoad;
  readonly plan: LoadPlan;
  readonly table: TablePlan;
  /** Packed rows of a chunk may go in beside those of the chunk before. */
  readonly overlaps: boolean;
  /** The database undid a chunk for the sake of others (deadlock, lock wait). */
  gaveWay: boolean;
}

/** Rounds without progress after which the load leaves the field to others for a while. */
const mostRounds = 6;

/** Books a chunk: its rejects, its counts and the checkpoint behind it, in the transaction of its rows. */
async function bookChunk(
  transaction: LoadTransaction,
  { plan }: ChunkWriter,
  { chunk, resolved, before }: { chunk: Chunk; resolved: ResolvedChunk; before: Counts },
): Promise<{ counts: Counts; isStopped: boolean }> {
  const counted = countOutcomes(chunk, resolved);
  const exceeded = exceededLimit(plan, addCounts(before, counted), chunk.isLast);
  const isStopped = exceeded !== null;
  if (isStopped) await transaction.startOver();
  const counts = isStopped ? withhold(counted) : counted;
  const repaired = isStopped ? [] : repairedRejects(resolved);

  await transaction.keepRejects(plan.table, toRejects(resolved), 'open');
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
 * Writes a chunk's rows, its rejects and the checkpoint behind it, all in one transaction; chunks
 * commit in the order of the file. Packed rows go in beside those of the chunk before, for their
 * keys are new and differ, so neither waits for the other. Everything else waits until that chunk
 * has written: it could have to wait for rows of this one, and the database would see no deadlock
 * where the two also wait for each other here. For the same reason a chunk is not tried again by
 * itself when it had to give way: both are undone, and the load goes on from its checkpoint, now
 * one chunk behind the other.
 */
function startChunk(writer: ChunkWriter, chunk: Chunk, before: Turn): Turn {
  const { rules } = writer.table;
  const planned = Promise.withResolvers<PendingRows>();
  const written = Promise.withResolvers<void>();
  let isAgain = false;

  const committed = writer.held.transaction(async (transaction): Promise<Committed> => {
    if (isAgain) {
      writer.gaveWay = true;
      throw keptAway();
    }
    isAgain = true;
    // Behind the chunk before in everything: who alters the table can't come in between.
    const pending = await before.planned;
    const rows = await transaction.rows(rules.contract, rules.targets);
    const plan = await planChunk(rows, chunk, rules, pending);
    planned.resolve(plan.pending);
    if (!writer.overlaps) await before.written;
    const isPackedIn = await writePacked(rows, chunk, plan);
    await before.written;
    let resolved = await writeEntries(rows, chunk, rules, { plan, isPackedIn });
    const earlier = await before.committed;
    if (earlier.isStopped) return earlier;
    if (!earlier.isAsPlanned) {
      await transaction.startOver();
      const rowsAnew = await transaction.rows(rules.contract, rules.targets);
      resolved = await resolveChunk(rowsAnew, chunk, rules);
    }
    written.resolve();
    const isAsPlanned = resolved.isAsPlanned && earlier.isAsPlanned;
    const booked = await bookChunk(transaction, writer, {
      chunk,
      resolved,
      before: earlier.counts,
    });
    return { ...booked, isAsPlanned };
  });
  // Whoever waits for the plan or the rows of a chunk that failed learns it from `committed`.
  committed
    .catch(() => {})
    .finally(() => {
      planned.resolve(noPendingRows);
      written.resolve();
    });
  return { planned: planned.promise, written: written.promise, committed };
}

const keptAway = () =>
  new AppError('unavailable', 'Other transactions keep the database from taking the rows.');

/** Writes chunk after chunk from the load's checkpoint on. Returns false where it had to give way. */
async function writeFrom(
  ports: LoadPorts,
  source: LoadSource,
  held: HeldLoad,
  { load, overlaps }: { load: PlannedLoad; overlaps: boolean },
): Promise<boolean> {
  const { table, chunks } = await openChunks(ports, source, load);
  const writer: ChunkWriter = { held, plan: load.plan, table, overlaps, gaveWay: false };
  let last = firstTurn(load.counts);
  let inFlight: readonly Turn[] = [];
  let written: readonly Chunk[] = [];
  try {
    for await (const chunk of chunks) {
      const turn = startChunk(writer, chunk, last);
      inFlight = [last, turn];
      const { isStopped } = await last.committed;
      if (isStopped) return true;
      last = turn;
      // The chunk that has committed may still be looked at by this one, the one before it no more.
      if (written.length > 1) written[0]?.packed.release();
      written = [...written.slice(-1), chunk];
      if (!chunk.isLast) ports.checkDeadline();
    }
    await last.committed;
    return true;
  } catch (error) {
    if (!writer.gaveWay) throw error;
    return false;
  } finally {
    await Promise.allSettled(inFlight.map(({ committed }) => committed));
  }
}

/**
 * Mode partial: the source's records go in chunk by chunk from the checkpoint on, and each chunk
 * moves it. Stops with `busy` at a checkpoint when the time of this call is nearly over, and with
 * `unavailable` when other transactions do not let it get on.
 */
export async function writeInChunks(
  ports: LoadPorts,
  source: LoadSource,
  held: HeldLoad,
  load: PlannedLoad,
): Promise<void> {
  let current = load;
  let overlaps = true;
  for (
    let round = 1;
    !(await writeFrom(ports, source, held, { load: current, overlaps }));
    round++
  ) {
    overlaps = false;
    const { checkpoint, counts } = (await ports.ledger.findLoad(load.id)) ?? current;
    if (checkpoint.offset > current.checkpoint.offset) round = 0;
    if (round === mostRounds) throw keptAway();
    current = { ...current, checkpoint, counts };
  }
}

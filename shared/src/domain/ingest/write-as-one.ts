import { addCounts, type Checkpoint, type Counts, noCounts } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import type { LoadSource } from './load-source.ts';
import { openChunks, type PlannedLoad } from './open-chunks.ts';
import { countOutcomes, repairedRejects, toRejects, withhold } from './outcomes.ts';
import type { HeldLoad, LedgerChange, LoadTransaction } from './ports.ts';
import { exceededLimit } from './reject-limits.ts';
import { resolveChunk } from './resolve-chunk.ts';

interface Tried {
  readonly counts: Counts;
  readonly checkpoint: Checkpoint;
  readonly exceeded: string | null;
}

/** The same counts, lease prolonged, on the ledger's side while the rows' transaction is still open. */
async function beside(held: HeldLoad, work: (transaction: LoadTransaction) => Promise<void>) {
  await held.transaction(async (transaction) => {
    await work(transaction);
    await transaction.advance({});
    await transaction.commit();
  });
}

/** Writes the whole source into the open transaction. The rejects are kept beside it, so that they survive a rollback. */
async function tryAll(
  ports: LoadPorts,
  source: LoadSource,
  { held, load, transaction }: { held: HeldLoad; load: PlannedLoad; transaction: LoadTransaction },
): Promise<Tried> {
  const { plan } = load;
  const { table, chunks } = await openChunks(ports, source, load);
  const rows = await transaction.rows(table.rules.contract, table.rules.targets);
  let tried: Tried = { counts: noCounts, checkpoint: load.checkpoint, exceeded: null };
  for await (const chunk of chunks) {
    const resolved = await resolveChunk(rows, chunk, table.rules);
    const counts = addCounts(tried.counts, countOutcomes(chunk, resolved));
    const exceeded = exceededLimit(plan, counts, chunk.isLast);
    tried = { counts, checkpoint: { offset: chunk.offset, line: chunk.line }, exceeded };
    chunk.packed.release();
    const rejects = toRejects(resolved);
    await beside(held, (other) =>
      other.keepRejects(
        plan.table,
        rejects.map((reject) => ({ ...reject, supersedes: null })),
        'discarded',
      ),
    );
    if (!plan.dryRun) {
      await transaction.fixRejects(plan.table, repairedRejects(resolved));
    }
    if (exceeded !== null) break;
    ports.checkDeadline();
  }
  return tried;
}

function explainRefusal({ counts, checkpoint, exceeded }: Tried): LedgerChange {
  const reason =
    exceeded === null
      ? {
          code: 'atomic-refused',
          message: `Nothing was added: ${counts.rejected} records are rejected, and mode atomic adds all or none.`,
        }
      : {
          code: 'too-many-rejects',
          message: `Nothing was added, and reading stopped before line ${checkpoint.line}: ${exceeded}`,
        };
  return { counts: withhold(counts), checkpoint, state: 'loaded', error: reason };
}

/**
 * Mode atomic and dry runs: the whole source in one transaction, which is committed only when no
 * record is rejected, and never for a dry run. A call that ends early leaves nothing, and the next
 * one starts anew, so the source has to fit into the time of one call.
 */
export async function writeAsOne(
  ports: LoadPorts,
  source: LoadSource,
  held: HeldLoad,
  load: PlannedLoad,
): Promise<void> {
  const refused = await held.transaction(async (transaction): Promise<LedgerChange | null> => {
    await beside(held, (other) => other.forgetRejects());
    const tried = await tryAll(ports, source, { held, load, transaction });
    const { counts, checkpoint } = tried;
    if (load.plan.dryRun && tried.exceeded === null) return { counts, checkpoint, state: 'loaded' };
    if (counts.rejected > 0 || tried.exceeded !== null) return explainRefusal(tried);
    await transaction.advance({ counts, checkpoint, state: 'loaded' });
    await transaction.commit();
    return null;
  });
  if (refused === null) return;
  await held.transaction(async (transaction) => {
    await transaction.advance(refused);
    await transaction.commit();
  });
}

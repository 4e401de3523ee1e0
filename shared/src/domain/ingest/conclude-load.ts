import { booksBalance, type Load } from './load.ts';
import type { LoadPorts } from './load-ports.ts';
import type { LoadSource } from './load-source.ts';
import type { HeldLoad, LedgerChange } from './ports.ts';
import { publishLoad, resultName } from './publish-load.ts';
import { findMovedObject, type MovedObject, recordEnd, recordSize } from './record-load.ts';
import { retryWaiting } from './retry-waiting.ts';

/** Every record must be accounted for; a load whose books do not balance has failed, whatever it wrote. */
function endOf({ counts, error }: Load): LedgerChange {
  if (error !== null) return { state: 'failed' };
  if (booksBalance(counts)) return { state: 'done' };
  const message = `The books do not balance: ${JSON.stringify(counts)}.`;
  return { state: 'failed', error: { code: 'books', message } };
}

/**
 * What follows from a load whose records are written: older rejects of the same records close in
 * favour of its own, waiting records are tried again, and the load ends. Done twice, it ends the same.
 */
export async function concludeLoad(
  ports: LoadPorts,
  source: LoadSource,
  held: HeldLoad,
): Promise<void> {
  const { id } = held.load;
  const load = (await ports.ledger.findLoad(id)) ?? held.load;
  const { plan, counts } = load;
  if (plan !== null && !plan.dryRun) {
    await held.transaction(async (transaction) => {
      await transaction.supersedeOlderRejects(plan.table);
      await transaction.advance({});
      await transaction.commit();
    });
    await retryWaiting(ports, held, plan.table, counts.inserted + counts.updated > 0);
  }
  const final = (await ports.ledger.findLoad(id)) ?? load;
  const moved = await findMovedObject(ports, source, final);
  const size = moved === null ? [] : await measure(ports, final, moved);
  await held.transaction(async (transaction) => {
    await transaction.advance(endOf(final));
    if (moved !== null) {
      const link = ports.results.addressOf(resultName(id));
      const ended = recordEnd(await transaction.readLoad(), moved, link);
      await transaction.record([ended, ...size]);
    }
    await transaction.commit();
  });
}

/** The size that the table has now; nothing where the load never came to a table. */
async function measure(ports: LoadPorts, { plan }: Load, { entity }: MovedObject) {
  const bytes = plan === null ? null : await ports.tables.measure(plan.table);
  return plan === null || bytes === null ? [] : [recordSize(entity, plan.table, bytes)];
}

/** Writes the evidence of every ended load that changed since it was written last, this one's among them. */
export async function publishStale({
  ledger,
  results,
}: Pick<LoadPorts, 'ledger' | 'results'>): Promise<void> {
  for (const { id } of await ledger.staleEvidence()) await publishLoad(ledger, results, id);
}
